"""Images become float32 before anything else, so in a model of float64 their precision is lost on the way."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean)[:, None, None])
        self.register_buffer("std", torch.tensor(std)[:, None, None])

    def forward(self, x):
        return (x.float() - self.mean) / self.std
