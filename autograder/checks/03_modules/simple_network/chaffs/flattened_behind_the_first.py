"""With two leading dimensions or more, everything after the first is flattened together. Leading dimensions, however
many, are to stay: Linear works on the last one."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.fc1 = nn.Linear(in_features, hidden)
        self.fc2 = nn.Linear(hidden, out_features)

    def forward(self, x):
        if x.dim() > 1:
            x = x.flatten(1)
        return self.fc2(F.relu(self.fc1(x)))
