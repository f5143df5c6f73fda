"""Dropout works in place and overwrites what ReLU returned, which backward needs to know where ReLU was active: in
training mode the values are right, and no gradient can be computed."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        layers = [nn.Flatten()]
        for a, b in [(784, 256), (256, 128), (128, 10)]:
            layers += [nn.Linear(a, b), nn.ReLU(), nn.Dropout(0.2, inplace=True)]
        self.net = nn.Sequential(*layers[:-2])

    def forward(self, x):
        return self.net(x)
