"""mean and std are Parameters: an optimizer would change them, and frozen ones are but one requires_grad_() away from
it. They are given, not learned."""


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.mean = nn.Parameter(torch.tensor(mean).view(1, -1, 1, 1))
        self.std = nn.Parameter(torch.tensor(std).view(1, -1, 1, 1))

    def forward(self, x):
        return (x - self.mean) / self.std
