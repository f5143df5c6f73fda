"""Three layers, made from the last to the first; the rest are functions."""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc3 = nn.Linear(128, 10)
        self.fc2 = nn.Linear(256, 128)
        self.fc1 = nn.Linear(784, 256)

    def forward(self, x):
        x = x.reshape(x.size(0), -1)
        x = F.dropout(F.relu(self.fc1(x)), p=0.2, training=self.training)
        x = F.dropout(F.relu(self.fc2(x)), p=0.2, training=self.training)
        return self.fc3(x)
