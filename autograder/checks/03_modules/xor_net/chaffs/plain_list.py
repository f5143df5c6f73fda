"""The layers lie in a plain Python list, where nn.Module does not see them: parameters() is empty."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(2, 2), nn.Linear(2, 1)]

    def forward(self, x):
        return self.layers[1](torch.tanh(self.layers[0](x)))
