"""Layers of the same width share one BatchNorm1d, and with it one pair of running statistics, although their values
differ. Each hidden layer needs its own."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.norms = nn.ModuleDict({str(width): nn.BatchNorm1d(width) for width in sizes[1:-1]})

    def forward(self, x):
        for linear in self.linears[:-1]:
            x = linear(x)
            x = F.relu(self.norms[str(x.shape[1])](x))
        return self.linears[-1](x)
