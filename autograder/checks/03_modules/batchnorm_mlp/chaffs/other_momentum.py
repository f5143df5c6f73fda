"""The running averages move by another share than by default: what is the default of momentum?"""


class BatchNormMLP(nn.Sequential):
    def __init__(self, sizes):
        super().__init__()
        for k in range(1, len(sizes) - 1):
            self.extend([nn.Linear(sizes[k - 1], sizes[k]), nn.BatchNorm1d(sizes[k], momentum=0.01), nn.ReLU()])
        self.append(nn.Linear(*sizes[-2:]))
