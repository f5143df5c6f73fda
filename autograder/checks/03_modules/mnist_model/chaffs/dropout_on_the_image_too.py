"""Dropout acts on the pixels as well as on both hidden layers. Which values are to be dropped?"""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(784, 256), nn.Linear(256, 128)])
        self.out = nn.Linear(128, 10)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        x = self.drop(x.flatten(1))
        for layer in self.hidden:
            x = self.drop(F.relu(layer(x)))
        return self.out(x)
