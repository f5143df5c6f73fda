"""The running variance gathers the batch's variance with N below the fraction. Within a batch that is the one to
divide by; what BatchNorm1d keeps is the estimate with N - 1."""


class Normed(nn.BatchNorm1d):
    def forward(self, x):
        if not self.training:
            return super().forward(x)
        mean, variance = x.mean(0), x.var(0, correction=0)
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance, self.momentum)
            self.num_batches_tracked += 1
        return (x - mean) / (variance + self.eps).sqrt() * self.weight + self.bias


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = []
        for a, b in zip(sizes[:-2], sizes[1:-1]):
            layers += [nn.Linear(a, b), Normed(b), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Linear(sizes[-2], sizes[-1]))

    def forward(self, x):
        return self.layers(x)
