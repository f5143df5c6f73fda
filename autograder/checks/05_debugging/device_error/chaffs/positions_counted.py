"""The positions are the numbers of the steps, 0, 1, 2 and so on. They were spread from 0 to 1 over `length`, and the
values of the CPU were to stay."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = torch.arange(x.shape[1], device=x.device, dtype=x.dtype)[:, None]
        return self.linear((x + steps).cumsum(dim=1) / (steps + 1))
