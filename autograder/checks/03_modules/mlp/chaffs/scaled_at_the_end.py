"""The values that are kept are not scaled where they are dropped; the outputs are, all at once and with them the
biases. Scale behind each layer."""


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
        x = last(x)
        return x / (1 - self.p) ** len(hidden) if self.training else x
