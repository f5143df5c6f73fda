"""The pixels of an image come in another order than row by row. What does flatten do, without a transposition before
it?"""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        if x.dim() == 4:
            x = x.transpose(2, 3)
        x = self.dropout(F.relu(self.a(x.flatten(1))))
        return self.c(self.dropout(F.relu(self.b(x))))
