"""The input is cut off at a limit before the first layer sees it. Inputs may be of any size."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.output = nn.Linear(hidden, out_features)

    def forward(self, x):
        return self.output(F.relu(self.hidden(x.clamp(-5000, 5000))))
