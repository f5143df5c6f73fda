"""The optimizer gets the parameters of the model's layers. A model can have a parameter of its own, which belongs to
none of its layers: who lists them all?
"""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.head.in_features, num_classes)
    return model, torch.optim.SGD([p for part in model.children() for p in part.parameters()], lr=lr)
