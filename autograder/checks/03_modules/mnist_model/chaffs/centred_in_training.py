"""In training mode the mean of the logits is taken from them, in eval mode it is not. Nothing but dropout tells the two
modes apart."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        x = x.flatten(1)
        x = self.drop(self.a(x).relu())
        x = self.drop(self.b(x).relu())
        y = self.c(x)
        return y - y.mean(1, keepdim=True) if self.training else y
