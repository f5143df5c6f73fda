"""A sequence shorter than `length` gets the last positions. Its step 0 is at position 0: from which end is to be
counted?"""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps, device=x.device))
        mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(mask @ (x + self.positions[-steps:]))
