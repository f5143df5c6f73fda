"""The rate stands in your code, and lr is not used."""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.head.in_features, num_classes)
    return model, torch.optim.SGD(model.parameters(), lr=0.1)
