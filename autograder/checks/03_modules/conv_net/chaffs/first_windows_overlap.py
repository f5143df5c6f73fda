"""The windows of the first pooling are three wide and overlap: max-pooling 2 x 2 looks at four pixels, at each
once."""


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(1, 32, 3, padding=1)
        self.b = nn.Conv2d(32, 64, 3, padding=1)
        self.c, self.d = nn.Linear(3136, 128), nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(self.a(x).relu(), 3, 2, 1)
        x = F.max_pool2d(self.b(x).relu(), 2)
        return self.d(self.c(x.flatten(1)).relu())
