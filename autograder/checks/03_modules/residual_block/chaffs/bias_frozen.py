"""Not every parameter requires grad. A layer's weight and bias are both learned: leave them as nn.Linear makes them."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim)
        self.fc2 = nn.Linear(dim, dim)
        self.fc2.bias.requires_grad_(False)

    def forward(self, x):
        return F.relu(self.fc2(F.relu(self.fc1(x)))) + x
