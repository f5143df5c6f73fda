"""The layers before the head were frozen. That is another way of transfer learning; here everything is to be
trained on."""


def prepare(model, num_classes, lr):
    model.requires_grad_(False)
    model.head = nn.Linear(model.head.in_features, num_classes)
    return model, torch.optim.SGD(model.parameters(), lr=lr)
