"""A hidden unit is dropped for all rows of a batch at once: the mask has one number for each unit. Every value has
its own chance."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.lin = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.p = dropout

    def forward(self, x):
        *hidden, last = self.lin
        for l in hidden:
            x = l(x).relu()
            if self.training and self.p:
                x = x * (torch.rand(x.shape[-1]) >= self.p) / (1 - self.p)
        return last(x)
