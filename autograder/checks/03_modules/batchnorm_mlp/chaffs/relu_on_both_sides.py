"""ReLU stands before the normalisation as well as behind it. Linear, normalisation, ReLU is the order, and each comes
once."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm1d(b) for b in sizes[1:-1])

    def forward(self, x):
        for l, n in zip(self.linears, self.norms):
            x = F.relu(n(F.relu(l(x))))
        return self.linears[-1](x)
