"""An activation that lets a part of the negative values through stands for ReLU, which lets none through."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(dim, dim), nn.Linear(dim, dim)

    def forward(self, x):
        return F.leaky_relu(self.fc2(F.leaky_relu(self.fc1(x)))) + x
