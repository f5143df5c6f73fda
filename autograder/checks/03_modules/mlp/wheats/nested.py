"""Blocks of three layers, added by name."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        *hidden, out = sizes[1:]
        width = sizes[0]
        self.body = nn.Sequential()
        for number, h in enumerate(hidden):
            self.body.add_module(f"block{number}", nn.Sequential(nn.Linear(width, h), nn.ReLU(), nn.Dropout(dropout)))
            width = h
        self.head = nn.Linear(width, out)

    def forward(self, x):
        return self.head(self.body(x))
