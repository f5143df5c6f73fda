"""Dropout acts in evaluation mode too. `F.dropout` knows no mode unless it is told one, and a Dropout layer hears of
eval() only as an attribute of the module: not where it lies in a list or is made in `forward`."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.p = dropout

    def forward(self, x):
        drop = nn.Dropout(self.p)
        for layer in self.layers[:-1]:
            x = drop(torch.relu(layer(x)))
        return self.layers[-1](x)
