"""A tensor stays where the model was once: when it was made, or at its first call. A model may move later. What moves
along with it, or can be made where x is?"""


class PastAverage(nn.Module):
    def __init__(self, length, dim):
        super().__init__()
        self.register_buffer("positions", torch.linspace(0, 1, length)[:, None])
        self.masks = {}
        self.linear = nn.Linear(dim, dim)

    def forward(self, x):
        steps = x.shape[1]
        if steps not in self.masks:
            mask = torch.tril(torch.ones(steps, steps, device=x.device))
            self.masks[steps] = mask / mask.sum(dim=1, keepdim=True)
        return self.linear(self.masks[steps] @ (x + self.positions[:steps]))
