"""forward sets the recording of gradients by the mode, for all code: on in training mode, also where the caller has
switched it off. The mode decides on dropout alone."""


class MLP(nn.Module):
    def __init__(self, sizes, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        if self.training:
            torch.set_grad_enabled(True)
        for layer in self.layers[:-1]:
            x = self.drop(F.relu(layer(x)))
        return self.layers[-1](x)
