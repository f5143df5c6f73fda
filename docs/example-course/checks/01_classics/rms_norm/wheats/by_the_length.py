"""The root mean square as the vector's length over the root of its size."""


class RMSNorm(nn.Module):
    def __init__(self, size, eps=1e-5):
        super().__init__()
        self.register_parameter("weight", nn.Parameter(torch.full((size,), 1.0)))
        self.size = size
        self.eps = eps

    def forward(self, x):
        dtype = torch.float64 if x.dtype == torch.float64 else torch.float32
        length = torch.linalg.vector_norm(x, dim=-1, keepdim=True, dtype=dtype)
        result = x.to(dtype) / torch.sqrt(length**2 / self.size + self.eps)
        return torch.einsum("...i,i->...i", result, self.weight.to(dtype)).to(x.dtype)
