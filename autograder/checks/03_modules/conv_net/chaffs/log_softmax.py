"""The result went through a log-softmax: log-probabilities, not logits. The last layer's raw outputs are asked for."""


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.maps = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding="same"),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding="same"),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10), nn.LogSoftmax(-1))

    def forward(self, x):
        return self.head(self.maps(x))
