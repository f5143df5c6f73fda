"""The inputs are rounded to whole numbers first. The network takes any two numbers, and what is rounded has no
gradient."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 2)
        self.output = nn.Linear(2, 1)

    def forward(self, x):
        return self.output(torch.tanh(self.hidden(x.round())))
