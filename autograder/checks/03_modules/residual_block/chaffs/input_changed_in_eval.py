"""In eval mode the sum is written into x itself: whoever passed it finds it changed. What holds for x holds in both
modes."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim)
        self.fc2 = nn.Linear(dim, dim)

    def forward(self, x):
        branch = F.relu(self.fc2(F.relu(self.fc1(x))))
        if self.training:
            return x + branch
        return x.add_(branch)
