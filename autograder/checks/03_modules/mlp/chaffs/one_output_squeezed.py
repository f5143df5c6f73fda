"""Where the last width is 1, the result loses its last dimension. An input (…, sizes[0]) gives (…, sizes[-1]), also
when that is 1."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.p = dropout
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        *hidden, last = self.layers
        for layer in hidden:
            x = self.dropout(F.relu(layer(x)))
        x = last(x)
        return x.squeeze(-1) if x.shape[-1] == 1 else x
