"""In evaluation mode a softmax comes after the last layer. Nothing is to come there, whatever the mode."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        parts = []
        for a, b in zip(sizes, sizes[1:]):
            parts += [nn.Linear(a, b), nn.ReLU(), nn.Dropout(dropout)]
        self.net = nn.Sequential(*parts[:-2])

    def forward(self, x):
        y = self.net(x)
        return y if self.training else torch.softmax(y, dim=-1)
