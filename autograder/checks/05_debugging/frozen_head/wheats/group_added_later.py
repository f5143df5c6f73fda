"""The optimizer gets the parts one after the other: the old layers first, the new head as a group of its own."""


def prepare(model, num_classes, lr):
    features = model.head.in_features
    del model.head
    optimizer = torch.optim.SGD(list(model.parameters()), lr=lr, momentum=0.0, weight_decay=0.0)
    model.head = nn.Linear(features, num_classes)
    optimizer.add_param_group({"params": list(model.head.parameters())})
    return model, optimizer
