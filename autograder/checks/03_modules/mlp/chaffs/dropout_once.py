"""Dropout acts only once, after the last hidden layer. Every hidden layer is to have it."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        if len(self.layers) > 1:
            x = self.dropout(x)
        return self.layers[-1](x)
