"""In evaluation mode nothing is recorded for gradients. eval() is to change what some layers do, and no more: whether
gradients are recorded is for the caller to say."""


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        first = [nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        second = [nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
        self.net = nn.Sequential(*first, *second, nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))

    def forward(self, x):
        with torch.set_grad_enabled(self.training):
            return self.net(x)
