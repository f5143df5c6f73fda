"""The maps are normalised between convolution and ReLU. Also where a normalisation has no parameters, it is a layer
that the table does not have."""


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        layers = []
        for few, many in [(1, 32), (32, 64)]:
            norm = nn.BatchNorm2d(many, affine=False)
            layers += [nn.Conv2d(few, many, 3, padding=1), norm, nn.ReLU(), nn.MaxPool2d(2)]
        self.net = nn.Sequential(*layers, nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))

    def forward(self, x):
        return self.net(x)
