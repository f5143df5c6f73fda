"""You work in place on what `.double()` gives, and of images that are float64 already it gives the images themselves.
Whoever passed them finds them changed."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(-1, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(-1, 1, 1))

    def forward(self, x):
        y = x.double()
        y -= self.mean
        y /= self.std
        return y.to(x.dtype)
