"""The hidden layer's numbers are used past the graph (.data or detach), so no gradient reaches its weight and bias."""


class XORNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 2)
        self.fc2 = nn.Linear(2, 1)

    def forward(self, x):
        return self.fc2(torch.tanh(F.linear(x, self.fc1.weight.detach(), self.fc1.bias.detach())))
