"""Behind the first hidden layer the values that are kept are divided by 1 − p, behind the others they are not."""


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
            if self.training and self.p > 0:
                m = (torch.rand_like(x) >= self.p).to(x.dtype)
                x = x * m / (1 - self.p) if i == 0 else x * m
        return last(x)
