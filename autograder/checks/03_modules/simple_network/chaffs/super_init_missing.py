"""`__init__` does not start with `super().__init__()`. Without it a module has nowhere to register its layers, and the
first assignment of one fails."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        self.fc1 = nn.Linear(in_features, hidden)
        self.fc2 = nn.Linear(hidden, out_features)

    def forward(self, x):
        return self.fc2(torch.relu(self.fc1(x)))
