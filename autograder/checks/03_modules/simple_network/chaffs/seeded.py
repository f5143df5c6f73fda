"""Your __init__ calls torch.manual_seed, so all networks begin alike, and so do the random numbers of whoever makes
one. Seeds are for the script to set, once."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        torch.manual_seed(42)
        self.a, self.b = nn.Linear(in_features, hidden), nn.Linear(hidden, out_features)

    def forward(self, x):
        return self.b(self.a(x).relu())
