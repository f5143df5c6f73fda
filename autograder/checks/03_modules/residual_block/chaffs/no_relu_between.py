"""Between the two layers the ReLU is missing, so they act as one."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim)
        self.fc2 = nn.Linear(dim, dim)

    def forward(self, x):
        return F.relu(self.fc2(self.fc1(x))) + x
