"""Attributes of type nn.Buffer, and the channels moved to the end, where (C,) lines up by itself."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.mu = nn.Buffer(torch.tensor(mean))
        self.sigma = nn.Buffer(torch.tensor(std))

    def forward(self, x):
        return ((x.movedim(1, -1) - self.mu) / self.sigma).movedim(-1, 1)
