"""Only what can be trained is handed to the optimizer; the rest would not move anyway."""


def prepare(model, num_classes, lr):
    _, width = model.head.weight.size()
    model.head = nn.Linear(in_features=width, out_features=num_classes)
    optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=lr)
    return model, optimizer
