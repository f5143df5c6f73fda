"""Attributes with numbered names, made from the last to the first, and dropout as a function that is told the mode."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.depth = len(sizes) - 1
        self.p = dropout
        for i in reversed(range(self.depth)):
            setattr(self, f"linear{i}", nn.Linear(sizes[i], sizes[i + 1]))

    def forward(self, x):
        for i in range(self.depth):
            x = getattr(self, f"linear{i}")(x)
            if i < self.depth - 1:
                x = F.dropout(F.relu(x), self.p, training=self.training)
        return x
