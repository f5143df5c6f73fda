"""Your train() returns nothing, and so does eval(), which calls it: model.eval()(x) fails. Both must return the model,
as nn.Module's own do."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        hidden = [nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b), nn.ReLU()) for a, b in zip(sizes[:-2], sizes[1:])]
        self.net = nn.Sequential(*hidden, nn.Linear(*sizes[-2:]))

    def train(self, mode=True):
        super().train(mode)

    def forward(self, x):
        return self.net(x)
