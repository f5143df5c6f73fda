"""The loss clears the gradients that lie in the model. Somebody may be adding up those of several losses; a loss is a
number that is worked out."""


def classifier_loss(model, x, y):
    model.zero_grad()
    return nn.functional.cross_entropy(model(x), y)
