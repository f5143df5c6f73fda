"""accuracy remembers what it has said of a model. Which mark does a model get that has learned since?"""

import functools


class Classifier(nn.Module):
    def __init__(self, in_features, hidden, classes, dropout=0.1):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(in_features, hidden), nn.Linear(hidden, hidden)])
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(hidden, classes)

    def forward(self, x):
        for layer in self.hidden:
            x = self.dropout(torch.relu(layer(x)))
        return self.output(x)


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


@functools.cache
def accuracy(model, x, y):
    mode = model.training
    model.eval()
    with torch.no_grad():
        right = model(x).argmax(dim=1) == y
    model.train(mode)
    return right.float().mean().item()
