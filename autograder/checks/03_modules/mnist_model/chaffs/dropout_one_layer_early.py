"""Dropout acts one layer too early: on the pixels, and not after the second hidden layer."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        x = F.relu(self.a(self.dropout(x.flatten(1))))
        return self.c(F.relu(self.b(self.dropout(x))))
