"""Something works in place on x itself: whoever passed it finds it changed. Whose tensor is the input of
`forward`?"""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.output = nn.Linear(hidden, out_features)

    def forward(self, x):
        x.data.clamp_(-1e6, 0.5)
        return self.output(F.relu(self.hidden(x)))
