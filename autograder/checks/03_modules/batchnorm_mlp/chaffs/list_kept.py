"""The network keeps the list of sizes that it was given and counts it again at each call. The list is its caller's, who
may change it for the next network."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.sizes = sizes
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.norms = nn.ModuleList([nn.BatchNorm1d(width) for width in sizes[1:-1]])

    def forward(self, x):
        for k in range(len(self.sizes) - 2):
            x = torch.relu(self.norms[k](self.linears[k](x)))
        return self.linears[-1](x)
