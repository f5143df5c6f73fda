"""The branch has an upper limit, too (ReLU6, or a clamp on both sides). ReLU lets through whatever is positive."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.first = nn.Linear(dim, dim)
        self.second = nn.Linear(dim, dim)

    def forward(self, x):
        return self.second(self.first(x).clamp(0, 10)).clamp(0, 10) + x
