"""As a parameter the positions move with the model, and they count among its parameters now, which are there to be
learned. What moves along and is not learned has a name of its own."""


class PastAverage(nn.Module):
    """x (N, T, D), T <= length, plus its positions, averaged at each t over the steps 0..t, through a linear layer."""

    def __init__(self, length, dim):
        super().__init__()
        self.positions = nn.Parameter(torch.linspace(0, 1, length)[:, None])
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps, device=x.device))
        mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(mask @ (x + self.positions[:steps]))
