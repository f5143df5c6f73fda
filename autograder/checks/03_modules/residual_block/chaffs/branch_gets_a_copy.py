"""The branch gets a copy of x outside of the graph (`.data`, `detach()`): x gets the gradient of the shortcut alone,
and not what comes back through the two layers."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.first = nn.Linear(dim, dim)
        self.second = nn.Linear(dim, dim)

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x.detach())))) + x
