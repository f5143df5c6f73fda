"""The list `sizes` is used up while the layers are made: whoever passed it finds it changed. Look at its elements
without taking them out."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList()
        while len(sizes) > 1:
            width = sizes.pop(0)
            self.layers.append(nn.Linear(width, sizes[0]))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.dropout(torch.relu(layer(x)))
        return self.layers[-1](x)
