"""Lazy layers, given their sizes by a pass in evaluation mode."""


class BatchNormMLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = []
        for n in sizes[1:-1]:
            layers += [nn.LazyLinear(n), nn.LazyBatchNorm1d(), nn.ReLU(inplace=True)]
        self.net = nn.Sequential(*layers, nn.LazyLinear(sizes[-1]))
        self.net.eval()
        self.net(torch.zeros(1, sizes[0]))
        self.net.train()

    def forward(self, x):
        return self.net(x)
