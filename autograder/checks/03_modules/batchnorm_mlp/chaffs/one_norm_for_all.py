"""One BatchNorm1d serves all hidden layers, although they differ in width and in their statistics. Each needs its
own."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.norm = nn.BatchNorm1d(sizes[1])

    def forward(self, x):
        for linear in self.linears[:-1]:
            x = F.relu(self.norm(linear(x)))
        return self.linears[-1](x)
