"""Each model that is made sets the seed of PyTorch's random numbers, so all models begin alike. Seeds are for the
script to set."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.a, self.b, self.c = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        x = self.dropout(F.relu(self.a(x.flatten(1))))
        return self.c(self.dropout(F.relu(self.b(x))))
