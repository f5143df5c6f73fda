"""Weights and biases as parameters, in another order than they are used."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [784, 256, 128, 10]
        self.biases = nn.ParameterList([nn.Parameter(torch.zeros(n)) for n in sizes[1:]])
        shapes = list(zip(sizes[1:], sizes))
        self.weights = nn.ParameterList([nn.Parameter(torch.randn(shape) / shape[1] ** 0.5) for shape in shapes])

    def forward(self, x):
        x = x.reshape(-1, 784)
        for number, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            x = F.linear(x, weight, bias)
            if number < 2:
                x = F.dropout(x.clamp(min=0), p=0.2, training=self.training)
        return x
