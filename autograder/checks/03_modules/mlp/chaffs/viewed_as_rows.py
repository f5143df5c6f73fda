"""The input is viewed as a table of rows, which some inputs cannot be: a view asks how numbers lie in memory, and a
transposed input keeps them in another order. Does a linear layer need a table?"""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        rows = x.view(-1, x.shape[-1])
        for layer in self.layers[:-1]:
            rows = self.dropout(F.relu(layer(rows)))
        return self.layers[-1](rows).view(*x.shape[:-1], -1)
