"""In evaluation mode nothing is recorded for gradients. eval() is to change what some layers do, and no more: whether
gradients are recorded is for the caller to say."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(dim, dim), nn.ReLU(), nn.Linear(dim, dim), nn.ReLU())

    def forward(self, x):
        with torch.set_grad_enabled(self.training):
            return self.net(x) + x
