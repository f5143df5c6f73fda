"""Your forward runs without a graph, so no gradient reaches the images. That the numbers are not learned is no reason:
buffers take no gradient by themselves."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean)[:, None, None])
        self.register_buffer("std", torch.tensor(std)[:, None, None])

    @torch.no_grad()
    def forward(self, x):
        return (x - self.mean) / self.std
