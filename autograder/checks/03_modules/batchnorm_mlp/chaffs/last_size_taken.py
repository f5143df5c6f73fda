"""Widths are taken out of the list `sizes`, which belongs to the caller: a second network made from it would be
another. Look at its elements without taking them out."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        outputs = sizes.pop(-1)
        hidden = []
        for before, after in zip(sizes[:-1], sizes[1:]):
            hidden += [nn.Linear(before, after), nn.BatchNorm1d(after), nn.ReLU()]
        self.net = nn.Sequential(*hidden, nn.Linear(sizes[-1], outputs))

    def forward(self, x):
        return self.net(x)
