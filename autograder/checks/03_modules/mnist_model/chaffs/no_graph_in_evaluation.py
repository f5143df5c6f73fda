"""In evaluation mode nothing is recorded for gradients. eval() is to change what some layers do, and no more: whether
gradients are recorded is for the caller to say."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        hidden = [nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.2)]
        self.net = nn.Sequential(nn.Flatten(), *hidden, nn.Linear(128, 10))

    def forward(self, x):
        with torch.set_grad_enabled(self.training):
            return self.net(x)
