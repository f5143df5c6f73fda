"""A copy of x that is added to in place."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(dim, dim), nn.Linear(dim, dim)])

    def forward(self, x):
        out, h = x.clone(), x
        for layer in self.layers:
            h = torch.relu(layer(h))
        out += h
        return out
