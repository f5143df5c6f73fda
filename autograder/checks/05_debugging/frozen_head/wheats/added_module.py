"""add_module, and a generator expression."""


def prepare(model, num_classes, lr):
    model.add_module("head", nn.Linear(model.head.in_features, num_classes, bias=True))
    optimizer = torch.optim.SGD((p for part in model.children() for p in part.parameters()), lr, momentum=0)
    return model, optimizer
