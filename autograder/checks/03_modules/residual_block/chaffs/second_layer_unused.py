"""One of the two layers is never used, and the other one twice. Follow the result back: which weights does it go
through?"""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim)
        self.fc2 = nn.Linear(dim, dim)

    def forward(self, x):
        hidden = F.relu(self.fc1(x))
        return F.relu(self.fc1(hidden)) + x
