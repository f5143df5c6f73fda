"""Your layers have no biases: every line they draw goes through the origin, and of nine parameters six are left."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 2, bias=False)
        self.fc2 = nn.Linear(2, 1, bias=False)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x)))
