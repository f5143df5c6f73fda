"""What depends on neither x nor the parameters is worked out where it lies, and moved once at the end."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.positions = torch.linspace(0, 1, length)[:, None]
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps))
        mask = mask / mask.sum(dim=1, keepdim=True)
        offset = mask @ self.positions[:steps]
        return self.linear(mask.to(x.device) @ x + offset.to(x.device))
