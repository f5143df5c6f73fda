"""Two devices are named, the accelerator and the CPU, and there are others. x knows where it is, without any name."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        device = "simgpu" if x.device.type == "simgpu" else "cpu"
        mask = torch.tril(torch.ones(steps, steps, device=device))
        mask = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(mask @ (x + self.positions[:steps]))
