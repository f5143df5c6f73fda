"""Dropout layers in a plain list, whose mode a `train` of the model's own sets; `eval` calls that."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.drops = [nn.Dropout(dropout) for _ in sizes[2:]]

    def train(self, mode=True):
        for drop in self.drops:
            drop.train(mode)
        return super().train(mode)

    def forward(self, x):
        *hidden, last = self.layers
        for layer, drop in zip(hidden, self.drops):
            x = drop(layer(x).relu())
        return last(x)
