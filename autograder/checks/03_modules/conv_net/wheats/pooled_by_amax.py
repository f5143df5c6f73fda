"""Max-pooling by reshaping and amax."""


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(128, 10)
        self.neck = nn.Linear(64 * 7 * 7, 128)
        self.convs = nn.ModuleList([nn.Conv2d(32, 64, 3, padding=1), nn.Conv2d(1, 32, 3, padding=1)])

    def forward(self, x):
        for conv in reversed(self.convs):
            x = conv(x).relu()
            n, c, h, w = x.shape
            x = x.view(n, c, h // 2, 2, w // 2, 2).amax(dim=(3, 5))
        return self.head(self.neck(x.view(-1, 3136)).relu())
