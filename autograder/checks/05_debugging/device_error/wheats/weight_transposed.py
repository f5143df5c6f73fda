"""A weight that is kept transposed, and a mask that is made again where length or device have changed."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        layer = nn.Linear(dim, dim)
        self.w = nn.Parameter(layer.weight.detach().T.contiguous())
        self.b = nn.Parameter(layer.bias.detach().clone())
        self.register_buffer("positions", torch.linspace(0, 1, length).view(1, -1, 1))
        self.known = {}

    def mask(self, steps, device):
        if (steps, device) not in self.known:
            mask = torch.ones(steps, steps, device=device).tril()
            self.known[steps, device] = mask / mask.sum(-1, keepdim=True)
        return self.known[steps, device]

    def forward(self, x):
        x = x + self.positions[:, : x.size(1)]
        return torch.einsum("ts,nsd->ntd", self.mask(x.size(1), x.device), x) @ self.w + self.b
