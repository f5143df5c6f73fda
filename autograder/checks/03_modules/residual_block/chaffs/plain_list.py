"""The layers lie in a plain Python list, where nn.Module does not see them: parameters() is empty."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.layers = [nn.Linear(dim, dim), nn.Linear(dim, dim)]

    def forward(self, x):
        out = x
        for layer in self.layers:
            out = F.relu(layer(out))
        return out + x
