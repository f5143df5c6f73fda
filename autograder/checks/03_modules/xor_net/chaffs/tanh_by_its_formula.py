"""tanh is written by its formula, whose exponentials overflow: beyond about 89 the result is inf / inf, which is NaN.
torch.tanh knows that tanh is 1 there."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 2)
        self.output = nn.Linear(2, 1)

    def forward(self, x):
        z = self.hidden(x)
        return self.output((z.exp() - (-z).exp()) / (z.exp() + (-z).exp()))
