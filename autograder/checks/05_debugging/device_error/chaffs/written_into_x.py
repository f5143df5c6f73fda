"""The positions are written into x itself, which belongs to the caller: `+=` changes its tensor. Make a new one."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        x += self.positions[:steps]
        mask = torch.tril(torch.ones(steps, steps, device=x.device))
        return self.linear(mask / mask.sum(dim=1, keepdim=True) @ x)
