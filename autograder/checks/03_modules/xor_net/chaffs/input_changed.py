"""The input is limited in place: whoever passed it finds other numbers in it, and inputs far from 0 give the logits of
smaller ones."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))

    def forward(self, x):
        x.data.clamp_(-10, 10)
        return self.net(x)
