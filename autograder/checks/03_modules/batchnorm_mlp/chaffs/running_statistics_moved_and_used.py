"""In training mode the batch moves the running averages, and then these are used in its place. A training batch is
normalised with its own mean and variance."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.norms = nn.ModuleList([nn.BatchNorm1d(width) for width in sizes[1:-1]])

    def forward(self, x):
        for linear, norm in zip(self.linears, self.norms):
            x = linear(x)
            if self.training:
                with torch.no_grad():
                    norm(x)
            x = F.relu(F.batch_norm(x, norm.running_mean, norm.running_var, norm.weight, norm.bias, eps=norm.eps))
        return self.linears[-1](x)
