"""The shortcut is cut off from the graph: the values are right, but the gradient that should flow straight back to x,
which is what the block is for, does not."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim)
        self.fc2 = nn.Linear(dim, dim)

    def forward(self, x):
        shortcut = x.detach()
        return F.relu(self.fc2(F.relu(self.fc1(x)))) + shortcut
