"""The inputs are mapped from 0 and 1 to −1 and 1 first. The first layer gets x as it comes."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 2)
        self.output = nn.Linear(2, 1)

    def forward(self, x):
        return self.output(torch.tanh(self.hidden(2 * x - 1)))
