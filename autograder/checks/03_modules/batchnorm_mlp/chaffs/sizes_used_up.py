"""Widths are taken out of the list `sizes`, which belongs to the caller: a second network made from it would be
another. Look at its elements without taking them out."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.net = nn.Sequential()
        width = sizes.pop(0)
        while len(sizes) > 1:
            following = sizes.pop(0)
            self.net.extend([nn.Linear(width, following), nn.BatchNorm1d(following), nn.ReLU()])
            width = following
        self.net.append(nn.Linear(width, sizes.pop()))

    def forward(self, x):
        return self.net(x)
