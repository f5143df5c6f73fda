"""There is an activation after the output layer: no negative number can come out. Outputs are to be any real
numbers."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.fc1 = nn.Linear(in_features, hidden)
        self.fc2 = nn.Linear(hidden, out_features)

    def forward(self, x):
        return torch.relu(self.fc2(torch.relu(self.fc1(x))))
