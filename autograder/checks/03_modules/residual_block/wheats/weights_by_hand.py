"""The weights are made by hand, with a row for each output."""


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.weights = nn.ParameterList([torch.randn(dim, dim) / dim**0.5 for _ in range(2)])
        self.biases = nn.ParameterList([torch.zeros(dim) for _ in range(2)])

    def forward(self, x):
        y = x
        for weight, bias in zip(self.weights, self.biases):
            y = F.relu(torch.matmul(y, weight.T) + bias)
        return y + x
