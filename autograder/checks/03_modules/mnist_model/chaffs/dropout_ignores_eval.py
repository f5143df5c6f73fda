"""`F.dropout` drops in evaluation mode too unless it is told the mode: where does a module keep it?"""


class MNISTModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = nn.Linear(784, 256), nn.Linear(256, 128), nn.Linear(128, 10)

    def forward(self, x):
        x = F.dropout(F.relu(self.fc1(x.flatten(1))), 0.2)
        x = F.dropout(F.relu(self.fc2(x)), 0.2)
        return self.fc3(x)
