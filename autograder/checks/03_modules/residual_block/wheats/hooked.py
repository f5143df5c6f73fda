"""The input is added by a forward hook of the block."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.second, self.first = nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.register_forward_hook(lambda m, args, y: y + args[0])

    def forward(self, x):
        return torch.clamp(self.second(torch.clamp(self.first(x), min=0)), min=0)
