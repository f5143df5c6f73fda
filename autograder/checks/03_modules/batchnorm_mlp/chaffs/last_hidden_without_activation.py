"""The last hidden layer has no ReLU behind its normalisation. Every hidden layer has one, the last one too."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = []
        for before, after in zip(sizes[:-2], sizes[1:-1]):
            layers += [nn.Linear(before, after), nn.BatchNorm1d(after), nn.ReLU()]
        self.net = nn.Sequential(*layers[:-1], nn.Linear(sizes[-2], sizes[-1]))

    def forward(self, x):
        return self.net(x)
