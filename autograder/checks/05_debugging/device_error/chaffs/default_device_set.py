"""The default device of all code is set to that of x. Whoever makes a tensor later finds it there, too. The
function that makes yours takes `device=`."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.linear = nn.Linear(dim, dim)
        self.register_buffer("positions", torch.linspace(0, 1, length).unsqueeze(1))

    def forward(self, x):
        torch.set_default_device(x.device)
        counts = torch.arange(1, x.shape[1] + 1).unsqueeze(1)
        return self.linear((x + self.positions[: x.shape[1]]).cumsum(1) / counts)
