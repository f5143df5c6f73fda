"""The input is viewed as a table of rows, which some inputs cannot be: a view asks how numbers lie in memory, and a
transposed input keeps them in another order. Does a linear layer need a table?"""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.one, self.two = nn.Linear(dim, dim), nn.Linear(dim, dim)

    def forward(self, x):
        rows = x.view(-1, x.shape[-1])
        return F.relu(self.two(F.relu(self.one(rows)))).view(x.shape) + x
