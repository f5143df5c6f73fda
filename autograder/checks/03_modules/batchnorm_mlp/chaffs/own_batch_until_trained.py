"""Until it has seen a batch in training mode, your network normalises by the batch's own statistics in evaluation mode,
too. There the running ones are used, whatever they are."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.norms = nn.ModuleList([nn.BatchNorm1d(width) for width in sizes[1:-1]])

    def forward(self, x):
        for linear, norm in zip(self.linears, self.norms):
            x = linear(x)
            if self.training or norm.num_batches_tracked > 0:
                x = norm(x)
            else:
                x = F.batch_norm(x, None, None, norm.weight, norm.bias, training=True)
            x = torch.relu(x)
        return self.linears[-1](x)
