"""A `dropout` of 0.0 becomes another probability: `or` takes 0.0 for nothing said."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.p = dropout
        self.dropout = nn.Dropout(dropout)
        self.dropout = nn.Dropout(dropout or 0.5)

    def forward(self, x):
        *hidden, last = self.layers
        for layer in hidden:
            x = self.dropout(F.relu(layer(x)))
        return last(x)
