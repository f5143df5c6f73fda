"""The branch is cut off from the graph (detach, .data or no_grad): the values are right, and its layers can learn
nothing."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.first = nn.Linear(dim, dim)
        self.second = nn.Linear(dim, dim)

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x)))).detach() + x
