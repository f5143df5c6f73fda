"""Blocks in a ModuleList and the same layers in an nn.Sequential."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.blocks = nn.ModuleList(
            nn.ModuleDict({"linear": nn.Linear(a, b), "norm": nn.BatchNorm1d(b)}) for a, b in zip(sizes, sizes[1:-1])
        )
        self.out = nn.Linear(*sizes[-2:])
        layers = [layer for block in self.blocks for layer in (block["linear"], block["norm"], nn.ReLU())]
        self.all = nn.Sequential(*layers, self.out)

    def forward(self, x):
        return self.all(x)
