"""The function behind batch normalisation, in evaluation mode."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.as_tensor(mean))
        self.register_buffer("std", torch.as_tensor(std))

    def forward(self, x):
        return F.batch_norm(x, self.mean, self.std.square(), training=False, eps=0.0)
