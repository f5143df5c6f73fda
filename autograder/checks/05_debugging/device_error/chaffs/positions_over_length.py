"""The positions are t / length. The first is 0, and the last of the longest sequence is 1: of `length` numbers from
0 on, which one is the last?"""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.arange(length)[:, None] / length)
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps, device=x.device))
        mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(mask @ (x + self.positions[:steps]))
