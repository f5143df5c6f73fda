"""Every network has the layers of all that were made before it, too: the default value of an argument is made once,
with the function, and lives on from call to call."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0, layers=[]):
        super().__init__()
        for a, b in zip(sizes[:-2], sizes[1:-1]):
            layers.extend([nn.Linear(a, b), nn.ReLU(), nn.Dropout(dropout)])
        layers.append(nn.Linear(sizes[-2], sizes[-1]))
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)
