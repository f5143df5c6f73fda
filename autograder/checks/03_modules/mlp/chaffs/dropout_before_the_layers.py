"""Dropout acts on the input of every layer, the first one included: parts of the input x are lost. It belongs after
the hidden layers alone."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(self.dropout(x)))
        return self.layers[-1](self.dropout(x))
