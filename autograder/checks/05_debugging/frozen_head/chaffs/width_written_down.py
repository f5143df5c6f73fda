"""The head's number of inputs stands in your code as a number, and fits one model. The old head knows how many there
are."""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(16, num_classes)
    return model, torch.optim.SGD(model.parameters(), lr=lr)
