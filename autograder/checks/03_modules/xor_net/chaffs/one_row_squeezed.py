"""A batch of one row loses its first dimension. Nothing is to be squeezed: what the last layer gives is the answer."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 2)
        self.fc2 = nn.Linear(2, 1)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x))).squeeze(0)
