"""Layers of other names, the output layer made first, and the activation as a function."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        nn.Module.__init__(self)
        self.head = nn.Linear(hidden, out_features)
        self.body = nn.Linear(in_features, hidden)

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))
