"""New tensors made by x itself, the device asked of the layer."""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.length = length
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.size(1)
        device = self.linear.weight.device
        mask = x.new_ones(steps, steps).tril()
        mask = mask / mask.sum(dim=1, keepdim=True)
        positions = torch.tensor([step / (self.length - 1) for step in range(steps)], device=device)
        return self.linear(mask @ (x + positions[None, :, None]))
