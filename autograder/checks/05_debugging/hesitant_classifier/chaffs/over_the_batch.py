"""The softmax runs over the rows of the batch and not over the classes: dimension 0 counts rows."""


def classifier_loss(model, x, y):
    return nn.functional.nll_loss(model(x).log_softmax(dim=0), y)
