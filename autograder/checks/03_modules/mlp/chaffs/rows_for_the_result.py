"""The input becomes a table of rows and the result stays one: two or more leading dimensions come back as one, and a
single sample comes back as a table. Linear works on the last dimension and leaves all others alone."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = x.reshape(-1, x.shape[-1])
        *hidden, last = self.layers
        for layer in hidden:
            x = self.dropout(layer(x).relu())
        return last(x)
