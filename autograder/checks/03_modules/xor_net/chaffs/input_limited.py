"""Inputs far from 0 give the logits of smaller ones: something limits the input before the first layer."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))

    def forward(self, x):
        return self.net(x.clamp(-10, 10))
