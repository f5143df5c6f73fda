"""The layers are default values of arguments, which are made once, with the class: all your networks have the same two
layers, and who trains one trains all."""


class XORNet(nn.Module):
    def __init__(self, hidden=nn.Linear(2, 2), output=nn.Linear(2, 1)):
        super().__init__()
        self.hidden, self.output = hidden, output

    def forward(self, x):
        return self.output(torch.tanh(self.hidden(x)))
