"""Layers from one width to the same next one are one and the same Linear layer here. Each pair of neighbouring sizes
needs a layer of its own."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        made = {pair: nn.Linear(*pair) for pair in zip(sizes, sizes[1:])}
        self.linears = nn.ModuleList([made[pair] for pair in zip(sizes, sizes[1:])])
        self.norms = nn.ModuleList([nn.BatchNorm1d(width) for width in sizes[1:-1]])

    def forward(self, x):
        for linear, norm in zip(self.linears, self.norms):
            x = F.relu(norm(linear(x)))
        return self.linears[-1](x)
