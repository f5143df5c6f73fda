"""The layers are made anew in every `forward`: nothing that they learn lasts, and parameters() does not know them.
Layers are made once, in `__init__`."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.sizes = in_features, hidden, out_features

    def forward(self, x):
        in_features, hidden, out_features = self.sizes
        x = torch.relu(nn.Linear(in_features, hidden)(x))
        return nn.Linear(hidden, out_features)(x)
