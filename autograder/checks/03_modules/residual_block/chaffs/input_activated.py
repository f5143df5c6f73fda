"""An in-place ReLU acts on x itself, before the first layer has seen it: negative entries are lost, for you and for
whoever passed x."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim)
        self.fc2 = nn.Linear(dim, dim)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x):
        return self.fc2(self.relu(self.fc1(self.relu(x)))) + x
