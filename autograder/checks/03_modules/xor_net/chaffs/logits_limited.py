"""Logits beyond a limit are cut off. A logit may be any real number."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(2, 2)
        self.output = nn.Linear(2, 1)

    def forward(self, x):
        return self.output(torch.tanh(self.hidden(x))).clamp(-20, 20)
