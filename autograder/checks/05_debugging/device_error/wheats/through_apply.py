"""Moves a plain tensor in _apply, which PyTorch calls for every part of a model that is moved."""


class PastAverage(nn.Module):
    """x (N, T, D), T <= length, plus its positions, averaged at each t over the steps 0..t, through a linear layer."""

    def __init__(self, length, dim):
        super().__init__()
        self.positions = torch.linspace(0, 1, length).unsqueeze(-1)
        self.linear = nn.Linear(dim, dim)

    def _apply(self, fn, *args, **kwargs):
        super()._apply(fn, *args, **kwargs)
        self.positions = fn(self.positions)
        return self

    def forward(self, x):
        steps = x.shape[1]
        counts = x.new_ones(steps).cumsum(0)
        return self.linear((x + self.positions[:steps]).cumsum(1) / counts[:, None])
