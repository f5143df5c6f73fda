"""The number given to Dropout is used as the probability to keep a value; it is the probability to drop one, so four
of five are lost."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(784, 256)
        self.b = nn.Linear(256, 128)
        self.c = nn.Linear(128, 10)
        self.drop = nn.Dropout(0.8)

    def forward(self, x):
        x = x.flatten(1)
        x = self.drop(self.a(x).relu())
        x = self.drop(self.b(x).relu())
        return self.c(x)
