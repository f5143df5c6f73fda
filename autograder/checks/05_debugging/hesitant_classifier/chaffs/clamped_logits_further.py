"""Logits beyond a bound are cut off: their loss is too small, and they get no gradient. The loss function that takes
logits copes with large ones by itself."""


def classifier_loss(model, x, y):
    return nn.functional.cross_entropy(model(x).clamp(-50, 50), y)
