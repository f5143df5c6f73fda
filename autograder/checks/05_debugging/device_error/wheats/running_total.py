"""No tensor but x: a running total, one step after the other."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.length = length
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        out, total = [], 0
        for t in range(x.shape[1]):
            total = total + x[:, t] + t / (self.length - 1)
            out.append(self.linear(total / (t + 1)))
        return torch.stack(out, 1)
