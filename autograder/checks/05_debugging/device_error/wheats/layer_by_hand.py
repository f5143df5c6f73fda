"""The linear layer as two parameters and F.linear."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        bound = dim**-0.5
        self.bias = nn.Parameter(torch.empty(dim).uniform_(-bound, bound))
        self.weight = nn.Parameter(torch.empty(dim, dim).uniform_(-bound, bound))
        self.length = length

    def forward(self, x):
        n, steps, dim = x.shape
        where = {"device": x.device, "dtype": x.dtype}
        counts = torch.arange(1, steps + 1, **where)[:, None]
        positions = torch.linspace(0, 1, self.length, **where)[:steps, None]
        return nn.functional.linear(torch.cumsum(x + positions, 1) / counts, self.weight, self.bias)
