"""After eval(), the first pass is without dropout and the later ones are not. Ask `self.training` in every pass, and
keep no count of your own."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.p = dropout
        self.dropout = nn.Dropout(dropout)
        self.seen = 0

    def forward(self, x):
        self.seen = 0 if self.training else self.seen + 1
        *hidden, last = self.layers
        for i, layer in enumerate(hidden):
            x = F.relu(layer(x))
            x = F.dropout(x, self.p, training=self.training or self.seen > 1)
        return last(x)
