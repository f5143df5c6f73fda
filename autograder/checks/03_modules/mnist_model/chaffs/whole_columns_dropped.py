"""A hidden unit is dropped for all images of a batch at once: the mask has one number for each unit. Every value has
its own chance."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)

    def dropped(self, x, p=0.2):
        if not self.training:
            return x
        return x * (torch.rand(x.shape[1]) >= p) / (1 - p)

    def forward(self, x):
        x = self.dropped(F.relu(self.a(x.flatten(1))))
        return self.c(self.dropped(F.relu(self.b(x))))
