"""A single sample gets its batch dimension in place (`unsqueeze_`), so the caller's tensor has another shape
afterwards. Linear needs no batch dimension."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.first = nn.Linear(dim, dim)
        self.second = nn.Linear(dim, dim)

    def forward(self, x):
        if x.dim() == 1:
            x.unsqueeze_(0)
            return self.forward(x).squeeze(0)
        return x + F.relu(self.second(F.relu(self.first(x))))
