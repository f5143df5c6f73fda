"""The new head is frozen where the old one was. It knows nothing yet: who is to learn, if not the head?"""


def prepare(model, num_classes, lr):
    trainable = model.head.weight.requires_grad
    model.head = nn.Linear(model.head.in_features, num_classes).requires_grad_(trainable)
    return model, torch.optim.SGD(model.parameters(), lr=lr)
