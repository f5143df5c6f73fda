"""A normalisation follows the output layer, too. The last Linear layer stands alone: what it gives is the result."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in pairs])
        self.norms = nn.ModuleList([nn.BatchNorm1d(b) for _, b in pairs])

    def forward(self, x):
        for linear, norm in zip(self.linears[:-1], self.norms[:-1]):
            x = torch.relu(norm(linear(x)))
        return self.norms[-1](self.linears[-1](x))
