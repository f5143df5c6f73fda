"""The buffers hold something that was calculated from std. The state dict is to hold the numbers as they were given."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(-1, 1, 1))
        self.register_buffer("variance", torch.tensor(std).view(-1, 1, 1) ** 2)

    def forward(self, x):
        return (x - self.mean) / self.variance.sqrt()
