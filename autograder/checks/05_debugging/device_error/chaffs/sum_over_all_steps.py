"""Every step divides by the same number, that of all steps. At step t, t + 1 have passed: of how many numbers is their
mean the mean?
"""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.linear = nn.Linear(dim, dim)
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])

    def forward(self, x):
        n = x.shape[1]
        mask = torch.ones(n, n, device=x.device).tril() / n
        return self.linear(mask @ (x + self.positions[:n]))
