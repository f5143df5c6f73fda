"""The losses of the rows are added up and not averaged."""


def classifier_loss(model, x, y):
    return nn.functional.cross_entropy(model(x), y, reduction="sum")
