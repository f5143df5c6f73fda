"""Your result is right, but x was changed on the way: operations such as `-=` or `sub_` write into the tensor that was
passed."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(1, -1, 1, 1))

    def forward(self, x):
        x -= self.mean
        x /= self.std
        return x
