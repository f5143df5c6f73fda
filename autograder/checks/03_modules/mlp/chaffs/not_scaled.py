"""Values are dropped and the others stay as they are, so the mean shrinks in training mode. What must the values that
are kept be divided by?"""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.p = dropout

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
            if self.training:
                x = x * (torch.rand_like(x) >= self.p)
        return self.layers[-1](x)
