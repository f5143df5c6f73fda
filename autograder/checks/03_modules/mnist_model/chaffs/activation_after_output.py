"""ReLU follows the output layer too, so no logit is negative. Logits are the raw outputs of the last layer."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 256),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(256, 128),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(128, 10),
            nn.ReLU(),
        )

    def forward(self, x):
        return self.net(x)
