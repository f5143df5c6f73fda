"""The second dropout acts in evaluation mode too. `F.dropout` knows no mode unless it is told one."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(784, 256)
        self.b = nn.Linear(256, 128)
        self.c = nn.Linear(128, 10)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        x = x.flatten(1)
        x = self.drop(F.relu(self.a(x)))
        x = F.dropout(F.relu(self.b(x)), 0.2)
        return self.c(x)
