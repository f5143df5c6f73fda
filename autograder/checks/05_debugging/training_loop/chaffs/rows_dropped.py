"""This kind of dropout takes a matrix for channels, and drops whole rows of it: all units of a sample, or none."""


class Classifier(nn.Module):
    def __init__(self, in_features, hidden, classes, dropout=0.1):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(in_features, hidden),
            nn.ReLU(),
            nn.Dropout1d(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Dropout1d(dropout),
            nn.Linear(hidden, classes),
        )

    def forward(self, x):
        return self.layers(x)


def train(model, x, y, epochs=300, lr=0.5):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def accuracy(model, x, y):
    mode = model.training
    model.eval()
    with torch.no_grad():
        right = model(x).argmax(dim=1) == y
    model.train(mode)
    return right.float().mean().item()
