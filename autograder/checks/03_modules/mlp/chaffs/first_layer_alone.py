"""Dropout follows the first hidden layer and none of the others."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for number, layer in enumerate(self.layers[:-1]):
            x = torch.relu(layer(x))
            if number == 0:
                x = self.dropout(x)
        return self.layers[-1](x)
