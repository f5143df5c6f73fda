"""Something is made on the accelerator, also where this model is not on it. Whose device counts?"""


class PastAverage(nn.Module):
    """x (N, T, D), T <= length, plus its positions, averaged at each t over the steps 0..t, through a linear layer."""

    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        device = torch.accelerator.current_accelerator() or x.device
        mask = torch.tril(torch.ones(steps, steps, device=device))
        mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(mask @ (x + self.positions[:steps]))
