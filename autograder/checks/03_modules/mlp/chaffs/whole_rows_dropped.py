"""Whole rows of hidden values are dropped together, one number deciding for all. Every value has its own chance."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.p = dropout

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
            if self.training and self.p:
                x = x * (torch.rand_like(x[..., :1]) >= self.p) / (1 - self.p)
        return self.layers[-1](x)
