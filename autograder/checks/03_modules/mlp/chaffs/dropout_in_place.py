"""Dropout works in place and overwrites what ReLU returned, which backward needs to know where ReLU was active: in
training mode the values are right, and no gradient can be computed."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        layers = []
        for a, b in zip(sizes, sizes[1:]):
            layers += [nn.Linear(a, b), nn.ReLU(), nn.Dropout(dropout, inplace=True)]
        self.net = nn.Sequential(*layers[:-2])

    def forward(self, x):
        return self.net(x)
