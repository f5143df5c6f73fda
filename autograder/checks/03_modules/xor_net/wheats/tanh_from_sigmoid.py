"""tanh(z) = 2 sigmoid(2z) − 1."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(2, 2), nn.Linear(2, 1)

    def forward(self, x):
        return self.fc2(2 * torch.sigmoid(2 * self.fc1(x)) - 1)
