"""In evaluation mode your model answers with probabilities. Logits are asked for, whatever the mode."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(2, 2), nn.Linear(2, 1)

    def forward(self, x):
        y = self.b(self.a(x).tanh())
        return y if self.training else torch.sigmoid(y)
