"""The new head was added, and the optimizer still holds the old head's parameters, which nobody uses any more."""


def prepare(model, num_classes, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.head = nn.Linear(model.head.in_features, num_classes)
    optimizer.add_param_group({"params": model.head.parameters()})
    return model, optimizer
