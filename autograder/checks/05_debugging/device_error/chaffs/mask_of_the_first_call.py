"""The mask of the first call is kept and used for ever after. Does every sequence have the length of the first
one?"""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])
        self.linear = nn.Linear(dim, dim)
        self.mask = None

    def forward(self, x):
        steps = x.shape[1]
        if self.mask is None:
            mask = torch.tril(torch.ones(steps, steps))
            self.mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(self.mask.to(x.device) @ (x + self.positions[:steps]))
