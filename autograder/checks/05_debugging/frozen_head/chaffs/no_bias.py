"""The new head has no bias. It should be an ordinary linear layer, as the old one was."""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.head.in_features, num_classes, bias=False)
    return model, torch.optim.SGD(model.parameters(), lr=lr)
