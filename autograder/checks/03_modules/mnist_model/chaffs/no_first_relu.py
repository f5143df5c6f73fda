"""The first hidden layer has no ReLU, so the two hidden layers are one linear layer together."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        x = self.dropout(self.a(x.flatten(1)))
        return self.c(self.dropout(F.relu(self.b(x))))
