"""Parameters of one's own, with the shapes of nn.Linear's, and the products written out."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.b1 = nn.Parameter(torch.zeros(hidden))
        self.b2 = nn.Parameter(torch.zeros(out_features))
        self.w1 = nn.Parameter(torch.randn(hidden, in_features) / in_features**0.5)
        self.w2 = nn.Parameter(torch.randn(out_features, hidden) / hidden**0.5)

    def forward(self, x):
        h = x @ self.w1.T + self.b1
        h = torch.where(h > 0, h, 0.0)
        return h @ self.w2.T + self.b2
