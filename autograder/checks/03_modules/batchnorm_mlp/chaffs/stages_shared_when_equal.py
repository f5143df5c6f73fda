"""Hidden layers from one width to the same next one are one and the same here, normalisation and all. Each is to have a
Linear and a BatchNorm1d of its own."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        pairs = list(zip(sizes[:-2], sizes[1:-1]))
        stages = {pair: nn.Sequential(nn.Linear(*pair), nn.BatchNorm1d(pair[1]), nn.ReLU()) for pair in pairs}
        self.net = nn.Sequential(*(stages[pair] for pair in pairs), nn.Linear(*sizes[-2:]))

    def forward(self, x):
        return self.net(x)
