"""In evaluation mode nothing is recorded for gradients. eval() is to change what some layers do, and no more: whether
gradients are recorded is for the caller to say."""


class SimpleNetwork(nn.Module):
    def __init__(self, in_features, hidden, out_features):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(in_features, hidden), nn.ReLU(), nn.Linear(hidden, out_features))

    def forward(self, x):
        with torch.set_grad_enabled(self.training):
            return self.net(x)
