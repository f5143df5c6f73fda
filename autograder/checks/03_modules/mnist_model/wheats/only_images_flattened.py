"""Images are flattened where they are images, and one Dropout serves both layers."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.third = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.relu, self.drop = nn.ReLU(), nn.Dropout(p=0.2)

    def forward(self, x):
        if x.ndim == 4:
            x = x.view(-1, 784)
        h = self.drop(self.relu(self.first(x)))
        h = self.relu(self.drop(self.second(h)))
        return self.third(h)
