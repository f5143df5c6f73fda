"""In evaluation mode the block returns its input: the branch takes part in training mode only. It has no mode."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.branch = nn.Sequential(nn.Linear(dim, dim), nn.ReLU(), nn.Linear(dim, dim), nn.ReLU())

    def forward(self, x):
        return x + self.branch(x) if self.training else x
