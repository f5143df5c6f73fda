"""There is a hidden layer more than asked for: the network has two Linear layers."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(in_features, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(),
            nn.Linear(hidden, out_features),
        )  # fmt: skip

    def forward(self, x):
        return self.layers(x)
