"""A block and the rest of the network, which is one of the same kind."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linear = nn.Linear(sizes[0], sizes[1])
        self.rest = None
        if len(sizes) > 2:
            self.rest = BatchNormMLP(sizes[1:])
            self.bn = nn.BatchNorm1d(sizes[1])

    def forward(self, x):
        x = self.linear(x)
        return x if self.rest is None else self.rest(self.bn(x).clamp(min=0))
