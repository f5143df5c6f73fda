"""All three parts in an nn.ModuleList, with an in-place ReLU on what is the network's own."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(in_features, hidden), nn.ReLU(True), nn.Linear(hidden, out_features)])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
