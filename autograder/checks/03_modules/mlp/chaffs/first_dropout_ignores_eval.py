"""The first hidden layer's dropout acts in evaluation mode too, the others follow the mode. Tell each of them."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.p = dropout
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        *hidden, last = self.layers
        for i, layer in enumerate(hidden):
            x = F.relu(layer(x))
            x = F.dropout(x, self.p, training=True if i == 0 else self.training)
        return last(x)
