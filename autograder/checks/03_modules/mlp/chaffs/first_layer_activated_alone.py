"""ReLU and dropout follow the first layer and none of the others, so all layers behind it are one linear layer
together. Which layers are to have both?"""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        layers = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])]
        if len(layers) > 1:
            layers[1:1] = [nn.ReLU(), nn.Dropout(dropout)]
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)
