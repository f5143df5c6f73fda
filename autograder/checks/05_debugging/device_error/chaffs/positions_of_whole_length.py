"""The positions of all steps up to `length` are added, whatever T is. How many steps does this x have?"""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps, device=x.device))
        mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(mask @ (x + self.positions))
