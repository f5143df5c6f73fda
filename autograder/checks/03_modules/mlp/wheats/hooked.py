"""Layers made in reverse order, ReLU and dropout in forward hooks."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        drop = nn.Dropout(dropout)
        self.drop = drop
        layers = [nn.Linear(sizes[i], sizes[i + 1]) for i in reversed(range(len(sizes) - 1))]
        for layer in layers[1:]:
            layer.register_forward_hook(lambda m, a, y: drop(y.relu()))
        self.layers = nn.ModuleList(layers)

    def forward(self, x):
        for layer in reversed(self.layers):
            x = layer(x)
        return x
