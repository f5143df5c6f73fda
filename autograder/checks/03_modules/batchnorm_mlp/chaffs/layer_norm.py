"""Your normalisation takes mean and variance of each row. BatchNorm1d takes those of each feature, over the batch."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = []
        for before, after in zip(sizes[:-2], sizes[1:-1]):
            layers += [nn.Linear(before, after), nn.LayerNorm(after), nn.ReLU()]
        self.net = nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))

    def forward(self, x):
        return self.net(x)
