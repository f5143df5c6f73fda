"""Whether a parameter is the head's is read off its name, and another layer's name may contain that word, too. The
optimizer then misses that layer. The model itself can tell you which parameters it has."""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.head.in_features, num_classes)
    rest = [p for name, p in model.named_parameters() if "head" not in name]
    return model, torch.optim.SGD([{"params": rest}, {"params": model.head.parameters()}], lr=lr)
