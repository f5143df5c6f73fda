"""There are buffers, but `forward` uses other copies of the numbers: what is loaded or moved has no effect."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.m = torch.tensor(mean).view(1, -1, 1, 1)
        self.s = torch.tensor(std).view(1, -1, 1, 1)
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("std", torch.tensor(std))

    def forward(self, x):
        return (x - self.m) / self.s
