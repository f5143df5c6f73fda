"""The means are worked out from a copy of x on the CPU that is cut off from x: nothing that lies before this layer
gets a gradient, and not every device can be copied from. x knows where it is."""


class PastAverage(nn.Module):
    """x (N, T, D), T <= length, plus its positions, averaged at each t over the steps 0..t, through a linear layer."""

    def __init__(self, length, dim):
        super().__init__()
        self.positions = torch.linspace(0, 1, length)[:, None]
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps))
        mask = mask / mask.sum(dim=1, keepdim=True)
        means = mask @ (x.detach().cpu() + self.positions[:steps])
        return self.linear(means.to(x.device))
