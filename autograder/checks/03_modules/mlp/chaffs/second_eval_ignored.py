"""eval() works once: when the network is trained again and evaluated a second time, values are dropped. Ask
`self.training` in every pass."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.p = dropout
        self.dropout = nn.Dropout(dropout)
        self.times = 0
        self.was = True

    def forward(self, x):
        if self.was and not self.training:
            self.times += 1
        self.was = self.training
        *hidden, last = self.layers
        for i, layer in enumerate(hidden):
            x = F.relu(layer(x))
            x = F.dropout(x, self.p, training=self.training or self.times > 1)
        return last(x)
