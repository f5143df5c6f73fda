"""Dropout acts in evaluation mode too. `F.dropout` knows no mode unless it is told one, and a Dropout layer hears of
eval() only as an attribute of the module: not where it lies in a list or is made in `forward`."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.dropouts = [nn.Dropout(dropout) for _ in sizes[1:-1]]

    def forward(self, x):
        for layer, drop in zip(self.layers[:-1], self.dropouts):
            x = drop(torch.relu(layer(x)))
        return self.layers[-1](x)
