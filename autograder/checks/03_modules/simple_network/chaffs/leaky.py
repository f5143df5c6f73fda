"""The activation between the layers lets a part of the negative values through; ReLU lets none through."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.output = nn.Linear(hidden, out_features)

    def forward(self, x):
        return self.output(F.leaky_relu(self.hidden(x)))
