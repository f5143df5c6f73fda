"""The statistics of the batch are used in evaluation mode too. Who tells the normalisation in which mode it is?"""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.norms = nn.ModuleList([nn.BatchNorm1d(width) for width in sizes[1:-1]])

    def forward(self, x):
        for linear, norm in zip(self.linears, self.norms):
            x = linear(x)
            x = F.batch_norm(x, norm.running_mean, norm.running_var, norm.weight, norm.bias, training=True)
            x = F.relu(x)
        return self.linears[-1](x)
