"""The sum is written into x where x is a single sample. The input itself stays as it is, whatever its shape."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.first = nn.Linear(dim, dim)
        self.second = nn.Linear(dim, dim)

    def forward(self, x):
        y = F.relu(self.second(F.relu(self.first(x))))
        if x.dim() == 1:
            x.data += y.data
            return x
        return x + y
