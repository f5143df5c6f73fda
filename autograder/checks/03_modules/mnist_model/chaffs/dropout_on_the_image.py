"""Dropout acts on the pixels, and only one of the hidden layers has one behind it. Which values are to be dropped?"""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(784, 256), nn.Linear(256, 128)])
        self.out = nn.Linear(128, 10)

    def forward(self, x):
        x = x.flatten(1)
        for layer in self.hidden:
            x = F.relu(layer(F.dropout(x, 0.2, self.training)))
        return self.out(x)
