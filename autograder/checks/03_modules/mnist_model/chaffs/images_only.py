"""Images work and rows of 784 numbers do not. How can one line take both to (N, 784)?"""


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
        n, channels, height, width = x.shape
        return self.net(x.view(n, channels * height * width))
