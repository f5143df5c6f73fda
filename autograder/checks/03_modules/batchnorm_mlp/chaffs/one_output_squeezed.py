"""Where the last width is 1, the result loses its last dimension. An input (N, sizes[0]) gives (N, sizes[-1]), also
when that is 1."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.norms = nn.ModuleList(nn.BatchNorm1d(b) for b in sizes[1:-1])

    def forward(self, x):
        for l, n in zip(self.linears, self.norms):
            x = F.relu(n(l(x)))
        x = self.linears[-1](x)
        return x.squeeze(-1) if x.shape[-1] == 1 else x
