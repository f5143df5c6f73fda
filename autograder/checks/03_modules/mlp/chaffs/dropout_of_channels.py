"""Dropout1d drops whole channels. What does it take for a channel in an input with two leading dimensions?"""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.d1, self.d2 = nn.Dropout(dropout), nn.Dropout1d(dropout)

    def forward(self, x):
        for i, l in enumerate(self.layers):
            x = l(x)
            if i < len(self.layers) - 1:
                x = x.relu()
                x = self.d2(x) if x.dim() == 3 else self.d1(x)
        return x
