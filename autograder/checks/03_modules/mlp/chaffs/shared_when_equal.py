"""Layers of the same widths are one and the same layer here. Each pair of neighbouring sizes needs a layer of its
own."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        made = {}
        for pair in zip(sizes, sizes[1:]):
            if pair not in made:
                made[pair] = nn.Linear(*pair)
        self.layers = nn.ModuleList([made[pair] for pair in zip(sizes, sizes[1:])])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.dropout(torch.relu(layer(x)))
        return self.layers[-1](x)
