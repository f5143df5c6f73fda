"""Everything anew: a Sequential, gradients asked for by hand, the mode of every part put back."""


class Classifier(nn.Sequential):
    def __init__(self, in_features, hidden, classes, dropout=0.1):
        super().__init__(
            nn.Linear(in_features, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, classes),
        )


def train(model, x, y, epochs=300, lr=0.5):
    losses = []
    parameters = list(model.parameters())
    model.train()
    while len(losses) < epochs:
        loss = -torch.log_softmax(model(x), dim=1).gather(1, y[:, None]).mean()
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients):
                parameter.sub_(gradient, alpha=lr)
        losses.append(float(loss.detach()))
    return losses


@torch.no_grad()
def accuracy(model, x, y):
    modes = {part: part.training for part in model.modules()}
    try:
        model.eval()
        right = sum(int(a == b) for a, b in zip(model(x).argmax(dim=1).tolist(), y.tolist()))
    finally:
        for part, mode in modes.items():
            part.training = mode
    return right / len(y)
