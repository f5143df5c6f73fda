"""`eps` was added to the root. Where does the formula have it? For small vectors this is not the same."""


class RMSNorm(nn.Module):
    def __init__(self, size, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        wide = x if x.dtype == torch.float64 else x.float()
        return (wide / (wide.square().mean(-1, keepdim=True).sqrt() + self.eps) * self.weight).to(x.dtype)
