"""What the first call works out is kept, and `load_state_dict` does not know: the module goes on with the old numbers.
Work from the buffers in each call."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("std", torch.tensor(std))
        self.ready = None

    def forward(self, x):
        if self.ready is None or self.ready[0].dtype != x.dtype:
            self.ready = self.mean[:, None, None].clone(), self.std[:, None, None].clone()
        return (x - self.ready[0]) / self.ready[1]
