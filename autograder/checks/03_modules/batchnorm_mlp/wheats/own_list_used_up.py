"""Widths are taken out of a list, and it is a list of its own."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        left = list(sizes)
        self.net = nn.Sequential()
        width = left.pop(0)
        while len(left) > 1:
            following = left.pop(0)
            self.net.extend([nn.Linear(width, following), nn.BatchNorm1d(following), nn.ReLU()])
            width = following
        self.net.append(nn.Linear(width, left.pop()))

    def forward(self, x):
        return self.net(x)
