"""The graph is cut between the two layers (detach, .data or no_grad): the outputs are right, but the first layer learns
nothing."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.fc1 = nn.Linear(in_features, hidden)
        self.fc2 = nn.Linear(hidden, out_features)

    def forward(self, x):
        hidden = torch.relu(self.fc1(x)).detach()
        return self.fc2(hidden)
