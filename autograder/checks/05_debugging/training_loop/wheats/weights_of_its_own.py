"""The layers as plain weights, initialised by hand and registered as parameters."""


class Classifier(nn.Module):
    def __init__(self, in_features, hidden, classes, dropout=0.1):
        super().__init__()
        self.weights, self.biases = nn.ParameterList(), nn.ParameterList()
        for inputs, outputs in [(in_features, hidden), (hidden, hidden), (hidden, classes)]:
            layer = nn.Linear(inputs, outputs)
            self.weights.append(nn.Parameter(layer.weight.detach().t().clone()))
            self.biases.append(nn.Parameter(layer.bias.detach().clone()))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for weight, bias in zip(self.weights[:-1], self.biases[:-1]):
            x = self.dropout(torch.relu(x @ weight + bias))
        return x @ self.weights[-1] + self.biases[-1]


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
