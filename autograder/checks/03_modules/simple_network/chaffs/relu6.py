"""The activation between the layers has an upper limit, too (ReLU6, or a clamp on both sides). ReLU lets through
whatever is positive."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.output = nn.Linear(hidden, out_features)

    def forward(self, x):
        return self.output(F.relu6(self.hidden(x)))
