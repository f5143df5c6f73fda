"""The network keeps the list of sizes that it was given and counts it again at each call. The list is its caller's, who
may change it for the next network."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.sizes = sizes
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for k in range(len(self.sizes) - 1):
            x = self.layers[k](x)
            if k < len(self.sizes) - 2:
                x = self.dropout(torch.relu(x))
        return x
