"""Your own `to` moves the positions. Who calls it, if the layer is a part of a model that is moved?"""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.positions = torch.linspace(0, 1, length)[:, None]
        self.linear = nn.Linear(dim, dim)

    def to(self, *args, **kwargs):
        super().to(*args, **kwargs)
        self.positions = self.positions.to(*args, **kwargs)
        return self

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps, device=x.device))
        mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(mask @ (x + self.positions[:steps]))
