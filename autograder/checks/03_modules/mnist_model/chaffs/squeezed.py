"""A batch of one image loses its first dimension: squeeze removes every dimension of size 1 that it finds."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(784, 256),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(256, 128),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.net(x.squeeze().flatten(-2) if x.ndim == 4 else x.squeeze())
