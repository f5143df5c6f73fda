"""The second ReLU ends at 6. ReLU has no upper end: which of PyTorch's activations has one?"""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.a = nn.Linear(dim, dim)
        self.b = nn.Linear(dim, dim)

    def forward(self, x):
        return F.relu6(self.b(self.a(x).relu())) + x
