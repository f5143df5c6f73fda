"""A tensor stays where the model was once: when it was made, or at its first call. A model may move later. What moves
along with it, or can be made where x is?"""


class PastAverage(nn.Module):
    """x (N, T, D), T <= length, plus its positions, averaged at each t over the steps 0..t, through a linear layer."""

    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])
        self.linear = nn.Linear(dim, dim)
        self.device = self.linear.weight.device

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps, device=self.device))
        mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(mask @ (x + self.positions[:steps]))
