"""Dropout by hand, and what is kept is not scaled up: in training mode the layers after it are given less than in use.
By which factor does dropout make up for what it takes away?"""


class Classifier(nn.Module):
    """Logits (N, classes) for x (N, in_features): two hidden layers, each with ReLU and dropout, then the output."""

    def __init__(self, in_features, hidden, classes, dropout=0.1):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(in_features, hidden), nn.Linear(hidden, hidden)])
        self.dropout = dropout
        self.output = nn.Linear(hidden, classes)

    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
            if self.training:
                x = x * (torch.rand_like(x) >= self.dropout)
        return self.output(x)


def train(model, x, y, epochs=300, lr=0.5):
    """Plain gradient descent on all of x, y, one step an epoch; returns the loss before each step, as floats."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.train()
    losses = []
    for _ in range(epochs):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def accuracy(model, x, y):
    """The share of rows of x, as a float between 0 and 1, that the model puts into their class y."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        right = model(x).argmax(dim=1) == y
    model.train(was_training)
    return right.float().mean().item()
