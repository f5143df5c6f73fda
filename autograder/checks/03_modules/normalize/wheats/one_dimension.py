"""Buffers of shape (C,) under other names, shaped when they are used."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("scale", torch.as_tensor(list(std), dtype=torch.get_default_dtype()))
        self.register_buffer("centre", torch.as_tensor(list(mean), dtype=torch.get_default_dtype()))

    def forward(self, x):
        centred = x - self.centre[:, None, None]
        centred /= self.scale[:, None, None]
        return centred
