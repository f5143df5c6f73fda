"""Two or more leading dimensions come back as one. Linear works on the last dimension and leaves all others alone."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:]))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = x if x.ndim < 3 else x.flatten(0, -2)
        *hidden, last = self.layers
        for layer in hidden:
            x = self.dropout(layer(x).relu())
        return last(x)
