"""`overfit_one_batch`: asked, and done by hand."""

import copy

import torch

from ..common import weights_of
from . import probes


def overfitted(student, model, x, y, criterion="mse", lr=0.1, training=True, **given):
    arguments = {"model": model, "x": x, "y": y, "criterion": criterion, "lr": lr, "training": training}
    return student.probe(probes.overfitted, **arguments, given=given)


def overfitted_by_hand(model, x, y, loss_of, lr, steps, training=True):
    twin, losses = copy.deepcopy(model).train(training), []
    for _ in range(steps):
        loss = loss_of(twin(x), y)
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        with torch.no_grad():
            for p, grad in zip(twin.parameters(), grads, strict=True):
                p -= lr * grad
        losses.append(loss.item())
    return losses, weights_of(twin)
