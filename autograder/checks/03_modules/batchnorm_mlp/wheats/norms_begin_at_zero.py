"""Normalisations whose weight begins at 0, as in networks with a way around them; how they begin is free."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        *widths, outputs = sizes
        layers = []
        for inputs, width in zip(widths, widths[1:]):
            norm = nn.BatchNorm1d(width)
            nn.init.zeros_(norm.weight)
            layers += [nn.Linear(inputs, width), norm, nn.ReLU()]
        self.net = nn.Sequential(*layers, nn.Linear(widths[-1], outputs))

    def forward(self, x):
        return self.net(x)
