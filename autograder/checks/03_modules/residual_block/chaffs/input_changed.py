"""The sum is written into x: whoever passed it finds it changed, and a leaf that requires grad refuses. `+=` works in
place."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim)
        self.fc2 = nn.Linear(dim, dim)

    def forward(self, x):
        x += F.relu(self.fc2(F.relu(self.fc1(x))))
        return x
