"""Training as it is to be, worked out here, and as the student's `train` does it."""

import copy

import torch

from ..common import entropy, weights_of
from . import probes


def trained_by_hand(model, x, y, epochs, lr):
    """Plain gradient descent on the mean cross-entropy, in training mode."""
    twin, losses = copy.deepcopy(model).train(), []
    for _ in range(epochs):
        loss = entropy(twin(x), y)
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        with torch.no_grad():
            for p, grad in zip(twin.parameters(), grads, strict=True):
                p -= lr * grad
        losses.append(loss.item())
    return weights_of(twin), losses


def trained(student, model, x, y, parts, lr, training=True):
    return student.probe(probes.trained, model=model, x=x, y=y, parts=parts, lr=lr, training=training)


def in_parts(seen, x):
    """What is to be said, where losses are wrong, of a model that was given some of the rows at a time; else None."""
    told = "The model is given parts of x. A step, and its loss, is to be that of all rows together."
    return told if 0 < seen["fewest rows"] < len(x) else None
