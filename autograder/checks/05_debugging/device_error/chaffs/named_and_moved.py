"""The mask is made on a device that is named, and moved from there. It works, and the name is one too many: a
tensor can be made where x is at once."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.linear = nn.Linear(dim, dim)
        self.register_buffer("positions", torch.arange(length).div(length - 1).unsqueeze(1))

    def forward(self, x):
        n = x.size(1)
        past = torch.ones(n, n, device=torch.device("cpu")).tril().to(x.device)
        return self.linear(past / past.sum(1, keepdim=True) @ (x + self.positions[:n]))
