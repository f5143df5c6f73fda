"""Nothing is kept: positions and means are made where x is."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.length = length
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        positions = torch.linspace(0, 1, self.length, device=x.device)[:steps].unsqueeze(1)
        counts = torch.arange(1, steps + 1, device=x.device).unsqueeze(1)
        return self.linear((x + positions).cumsum(dim=1) / counts)
