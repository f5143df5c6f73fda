"""Dropout depends on whether gradients are recorded. It is the mode that decides, train or eval, and nothing else."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
        self.rate = dropout

    def forward(self, x):
        drops = self.training and torch.is_grad_enabled()
        for layer in self.layers[:-1]:
            x = F.dropout(F.relu(layer(x)), self.rate, drops)
        return self.layers[-1](x)
