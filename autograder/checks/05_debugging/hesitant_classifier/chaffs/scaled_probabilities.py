"""Multiplying the probabilities makes the model look less hesitant, and the softmax is still taken twice. Remove
the cause, not the symptom."""


def classifier_loss(model, x, y):
    probabilities = model(x).softmax(dim=1)
    return nn.functional.cross_entropy(10 * probabilities, y)
