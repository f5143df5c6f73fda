"""Dropout written out, before ReLU: a mask of zeros and positive numbers commutes with it."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.p = dropout
        self.layers = nn.ModuleDict({f"{i}": nn.Linear(*pair) for i, pair in enumerate(zip(sizes, sizes[1:]))})

    def forward(self, x):
        *hidden, last = self.layers.values()
        for layer in hidden:
            x = layer(x)
            if self.training and self.p:
                x = x * (torch.rand_like(x) >= self.p) / (1 - self.p)
            x = x.relu()
        return last(x)
