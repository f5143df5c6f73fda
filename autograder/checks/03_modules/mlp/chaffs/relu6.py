"""The activation of the hidden layers has an upper limit, too (ReLU6, or a clamp on both sides). ReLU lets through
whatever is positive."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        *hidden, last = self.layers
        for layer in hidden:
            x = self.dropout(F.relu6(layer(x)))
        return last(x)
