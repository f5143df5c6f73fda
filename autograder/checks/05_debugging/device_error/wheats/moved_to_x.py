"""The tensors stay where they are and are copied to x in forward."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.positions = torch.linspace(0, 1, length)[:, None]
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        mask = torch.tril(torch.ones(steps, steps)).to(x)
        moved = x + self.positions[:steps].to(x.device)
        return self.linear(mask @ moved / mask.sum(dim=1, keepdim=True))
