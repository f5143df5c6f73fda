"""Statistics of shape (C,) line up with the last dimension, the width of the image. Where there are as many columns as
channels, nobody notices. The channels are dimension 1."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("std", torch.tensor(std))

    def forward(self, x):
        return (x - self.mean) / self.std
