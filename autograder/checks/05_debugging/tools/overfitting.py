"""`overfit_one_batch`: asked, and done by hand."""

import copy

import torch

from ..common import weights_of
from . import probes


def overfitted(student, model, x, y, criterion="mse", lr=0.1, training=True, momentum=0.0, **given):
    arguments = {"model": model, "x": x, "y": y, "criterion": criterion, "lr": lr, "training": training}
    return student.probe(probes.overfitted, **arguments, momentum=momentum, given=given)


def overfitted_by_hand(model, x, y, loss_of, lr, steps, training=True, momentum=0.0):
    twin, losses = copy.deepcopy(model).train(training), []
    velocities = [torch.zeros_like(p) for p in twin.parameters()]
    for _ in range(steps):
        loss = loss_of(twin(x), y)
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        with torch.no_grad():
            for p, grad, velocity in zip(twin.parameters(), grads, velocities, strict=True):
                velocity.mul_(momentum).add_(grad)
                p -= lr * velocity
        losses.append(loss.item())
    return losses, weights_of(twin)
