"""Each block that is made sets the seed of PyTorch's random numbers, so all blocks begin alike. Seeds are for the
script to set."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        torch.manual_seed(0)
        self.first = nn.Linear(dim, dim)
        self.second = nn.Linear(dim, dim)

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x)))) + x
