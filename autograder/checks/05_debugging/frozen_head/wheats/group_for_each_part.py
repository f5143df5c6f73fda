"""Two groups of parameters with one rate, and the head set by its name."""


def prepare(model, num_classes, lr):
    head = nn.Linear(model.head.weight.shape[1], num_classes)
    setattr(model, "head", head)
    others = [p for name, p in model.named_parameters() if not name.startswith("head.")]
    return model, torch.optim.SGD([{"params": others}, {"params": head.parameters(), "lr": lr}], lr=lr)
