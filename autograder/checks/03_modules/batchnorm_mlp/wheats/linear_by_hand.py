"""The linear layers are parameters in two lists; the normalisations are PyTorch's, found by number."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.weights = nn.ParameterList(torch.randn(b, a) / a**0.5 for a, b in pairs)
        self.biases = nn.ParameterList(torch.zeros(b) for _, b in pairs)
        self.norms = nn.ModuleDict({str(i): nn.BatchNorm1d(b) for i, b in enumerate(sizes[1:-1])})

    def forward(self, x):
        for i, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            x = torch.addmm(bias, x, weight.T)
            if str(i) in self.norms:
                x = self.norms[str(i)](x).clamp(min=0)
        return x
