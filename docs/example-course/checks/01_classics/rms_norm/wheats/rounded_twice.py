"""As in LLaMA: the normalised vector is rounded to x's dtype first, then multiplied by the weight."""


class RMSNorm(nn.Module):
    def __init__(self, size, eps=1e-5):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.variance_epsilon = eps

    def forward(self, x):
        wide = x if x.dtype == torch.float64 else x.to(torch.float32)
        variance = wide.pow(2).mean(-1, keepdim=True)
        normalised = wide * torch.rsqrt(variance + self.variance_epsilon)
        return self.weight.to(x.dtype) * normalised.to(x.dtype)
