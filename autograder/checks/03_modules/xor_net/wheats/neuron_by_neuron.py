"""Each hidden neuron summed up by hand."""


class XORNet(nn.Module):
    """each neuron summed by hand"""

    def __init__(self):
        super().__init__()
        self.W = nn.Parameter(torch.empty(2, 2).uniform_(-1, 1))
        self.b = nn.Parameter(torch.empty(2).uniform_(-1, 1))
        self.v = nn.Parameter(torch.empty(1, 2).uniform_(-1, 1))
        self.c = nn.Parameter(torch.empty(1).uniform_(-1, 1))

    def forward(self, x):
        a, b = x.unbind(dim=1)
        h = [torch.tanh(a * self.W[i, 0] + b * self.W[i, 1] + self.b[i]) for i in range(2)]
        return (h[0] * self.v[0, 0] + h[1] * self.v[0, 1] + self.c).unsqueeze(1)
