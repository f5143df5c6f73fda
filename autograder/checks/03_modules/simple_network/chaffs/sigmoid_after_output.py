"""The outputs went through a sigmoid, so all of them lie between 0 and 1. Outputs are to be any real numbers."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, hidden)
        self.output = nn.Linear(hidden, out_features)

    def forward(self, x):
        return torch.sigmoid(self.output(F.relu(self.hidden(x))))
