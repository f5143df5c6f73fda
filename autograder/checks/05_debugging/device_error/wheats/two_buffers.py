"""Positions and mask as buffers, one of them not saved."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.output = nn.Linear(dim, dim)
        mask = torch.tril(torch.ones(length, length))
        self.register_buffer("mask", mask / mask.sum(dim=1, keepdim=True))
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None], persistent=False)

    def forward(self, x):
        steps = x.shape[1]
        return self.output(self.mask[:steps, :steps] @ (x + self.positions[:steps]))
