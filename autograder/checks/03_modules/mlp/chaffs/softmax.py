"""The outputs went through a softmax: they are positive and add up to 1. Nothing is to come after the last layer."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        parts = []
        for a, b in zip(sizes, sizes[1:]):
            parts += [nn.Linear(a, b), nn.ReLU(), nn.Dropout(dropout)]
        self.net = nn.Sequential(*parts[:-2])

    def forward(self, x):
        return torch.softmax(self.net(x), dim=-1)
