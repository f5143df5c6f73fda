"""The last hidden layer has no dropout behind it, the others have. After every linear layer but the last it
belongs."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        layers = []
        for before, after in zip(sizes[:-2], sizes[1:-1]):
            layers += [nn.Linear(before, after), nn.ReLU(), nn.Dropout(dropout)]
        self.layers = nn.Sequential(*layers[:-1], nn.Linear(sizes[-2], sizes[-1]))

    def forward(self, x):
        return self.layers(x)
