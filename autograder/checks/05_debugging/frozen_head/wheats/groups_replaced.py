"""The optimizer is made first, and is given the model's parameters again when the head is new."""


def prepare(model, num_classes, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    model.head = nn.Linear(model.head.in_features, num_classes)
    optimizer.param_groups[0]["params"] = list(model.parameters())
    return model, optimizer
