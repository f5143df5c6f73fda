"""Each network that is made sets the seed of PyTorch's random numbers, so all networks begin alike. Seeds are for the
script to set."""


class BatchNormMLP(nn.Module):
    """Linear, BatchNorm1d, ReLU for every hidden layer and a last Linear: (N, sizes[0]) to (N, sizes[-1])."""

    def __init__(self, sizes):
        super().__init__()
        torch.manual_seed(0)
        layers = []
        for before, after in zip(sizes[:-1], sizes[1:-1]):
            layers += [nn.Linear(before, after), nn.BatchNorm1d(after), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))

    def forward(self, x):
        return self.layers(x)
