"""The output layer first, the activation as a method, and weights of its own choice."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.output = nn.Linear(2, 1)
        self.hidden = nn.Linear(2, 2)
        nn.init.normal_(self.hidden.weight)

    def forward(self, x):
        return self.output(self.hidden(x).tanh())
