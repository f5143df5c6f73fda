"""In evaluation mode nothing is recorded for gradients. eval() is to change what some layers do, and no more: whether
gradients are recorded is for the caller to say."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        parts = []
        for a, b in zip(sizes, sizes[1:]):
            parts += [nn.Linear(a, b), nn.BatchNorm1d(b), nn.ReLU()]
        self.net = nn.Sequential(*parts[:-2])

    def forward(self, x):
        with torch.set_grad_enabled(self.training):
            return self.net(x)
