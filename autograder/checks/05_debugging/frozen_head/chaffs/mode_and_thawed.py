"""Two things were done to the rest of the model: it was put into training mode, and all of it was set to be trained. It
is to stay as it was, in both."""


def prepare(model, num_classes, lr):
    model.train()
    model.requires_grad_(True)
    model.head = nn.Linear(model.head.in_features, num_classes)
    return model, torch.optim.SGD(model.parameters(), lr=lr)
