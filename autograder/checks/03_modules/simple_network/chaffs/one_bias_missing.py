"""One of the layers has no bias. Both have them, as nn.Linear does by default."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.output = nn.Linear(hidden, out_features, bias=False)

    def forward(self, x):
        return self.output(F.relu(self.hidden(x)))
