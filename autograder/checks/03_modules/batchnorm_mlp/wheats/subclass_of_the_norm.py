"""A normalisation with ReLU by inheritance, found by name."""


class NormReLU(nn.BatchNorm1d):
    def forward(self, x):
        return super().forward(x).relu()


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.names = []
        for i, (a, b) in enumerate(zip(sizes[:-1], sizes[1:]), 1):
            setattr(self, f"linear{i}", nn.Linear(a, b))
            self.names.append(f"linear{i}")
            if i < len(sizes) - 1:
                setattr(self, f"norm{i}", NormReLU(b))
                self.names.append(f"norm{i}")

    def forward(self, x):
        for name in self.names:
            x = self.get_submodule(name)(x)
        return x
