"""Values are divided by 1 − p in evaluation mode too, where none is dropped. In that mode dropout does nothing."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.p = dropout
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        *hidden, last = self.layers
        for i, layer in enumerate(hidden):
            x = F.relu(layer(x))
            if self.training:
                x = x * (torch.rand_like(x) >= self.p)
            x = x / (1 - self.p)
        return last(x)
