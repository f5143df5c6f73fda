"""Dropout1d and Dropout2d drop whole channels, here all hidden values of an image together. Every value has its own
chance: that is what nn.Dropout gives."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.dropout = nn.Dropout1d(0.2)

    def forward(self, x):
        x = self.dropout(F.relu(self.a(x.flatten(1)))[:, None]).squeeze(1)
        return self.c(self.dropout(F.relu(self.b(x))[:, None]).squeeze(1))
