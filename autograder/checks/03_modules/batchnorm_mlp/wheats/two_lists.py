"""Two ModuleLists, the normalisations made first, and ReLU as a function."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.norms = nn.ModuleList([nn.BatchNorm1d(width) for width in sizes[1:-1]])
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])

    def forward(self, x):
        for linear, norm in zip(self.linears, self.norms):
            x = F.relu(norm(linear(x)))
        return self.linears[-1](x)
