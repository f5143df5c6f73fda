"""`dropout` is used as the probability to keep a value; it is the probability to drop one. With 0.0, nothing
is left."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        parts = []
        for before, after in zip(sizes[:-1], sizes[1:]):
            parts += [nn.Linear(before, after), nn.ReLU(), nn.Dropout(1.0 - dropout)]
        self.net = nn.Sequential(*parts[:-2])

    def forward(self, x):
        return self.net(x)
