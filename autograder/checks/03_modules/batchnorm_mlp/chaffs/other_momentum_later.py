"""The normalisations behind the first have another momentum. All have PyTorch's default settings."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm1d(b) for b in sizes[1:-1])
        for n in self.norms[1:]:
            n.momentum = 0.5

    def forward(self, x):
        for l, n in zip(self.linears, self.norms):
            x = F.relu(n(l(x)))
        return self.linears[-1](x)
