"""The mean was subtracted first: that is LayerNorm. Which of its two steps does RMSNorm leave out?"""


class RMSNorm(nn.Module):
    def __init__(self, size, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        wide = x if x.dtype == torch.float64 else x.float()
        wide = wide - wide.mean(-1, keepdim=True)
        return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps) * self.weight).to(x.dtype)
