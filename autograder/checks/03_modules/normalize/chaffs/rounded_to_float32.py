"""The numbers are rounded to float32 on their way into the buffers. Where PyTorch's default dtype is float64, they are
to be stored as they were given."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        for name, numbers in (("mean", mean), ("std", std)):
            rounded = torch.from_numpy(np.array(numbers, dtype=np.float32))
            self.register_buffer(name, rounded.to(torch.get_default_dtype())[:, None, None])

    def forward(self, x):
        return (x - self.mean) / self.std
