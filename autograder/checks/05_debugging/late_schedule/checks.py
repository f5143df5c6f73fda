"""Hidden checks of late_schedule."""

import copy

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check

from ..common import assert_floats, assert_weights, batch, integer, mean_square, number, perceptron, weights_of
from . import probes


def fitted_by_hand(model, batches, lr, kind, epochs):
    """Rates, weights and the rate afterwards of plain SGD on the mean squared error."""
    factors = {
        "halved": lambda e: 0.5**e,
        "stairs": lambda e: 0.1 ** (e // 2),
        "warm-up": lambda e: (e + 1) / 5,
    }[kind]
    twin, rates = copy.deepcopy(model), [lr * factors(epoch) for epoch in range(epochs)]
    for rate in rates:
        for x, y in batches:
            grads = torch.autograd.grad(mean_square(twin(x), y), list(twin.parameters()))
            with torch.no_grad():
                for p, grad in zip(twin.parameters(), grads, strict=True):
                    p -= rate * grad
    return rates, weights_of(twin), lr * factors(epochs)


SCHEDULES = [("halved", 4, 3), ("stairs", 5, 2), ("warm-up", 3, 4)]


def fitted(student, rng, kind, epochs, count):
    model, lr = perceptron(3, 4, 2, rng=rng), 0.01 * integer(2, 9, rng)
    batches = [batch(4, rng) for _ in range(count)]
    arguments = {"model": model, "batches": batches, "criterion": "mse", "lr": lr, "kind": kind, "epochs": epochs}
    return student.probe(probes.fitted, **arguments), fitted_by_hand(model, batches, lr, kind, epochs)


def rates_of(seen, epochs):
    assert_type(seen["rates"], (list, tuple), "the result")
    if len(seen["rates"]) != epochs:
        raise Mismatch(f"the result has {len(seen['rates'])} rates; it must have one for each of {epochs} epochs")
    return [number(rate, "a rate") for rate in seen["rates"]]


@check("late_schedule", hint="Which rate is the optimizer's own, and does any epoch train with it?")
def test_rates_of_the_epochs(student, rng):
    """The rates returned are those with which the epochs were trained; the first is the optimizer's own."""
    for kind, epochs, count in SCHEDULES:
        seen, (rates, _, _) = fitted(student, rng, kind, epochs, count)
        assert_floats(seen["rates"], rates, "the list of rates")


@check("late_schedule", weight=1.5, hint="What must have happened in an epoch before the scheduler may move on?")
def test_weights_follow_the_schedule(student, rng):
    """Every epoch takes one step on every batch, with the rate that is planned for it."""
    for kind, epochs, count in SCHEDULES:
        seen, (_, weights, _) = fitted(student, rng, kind, epochs, count)
        assert_weights(seen["weights"], weights, "after all epochs")


@check("late_schedule", weight=0.5, hint="PyTorch warns when the two come in the wrong order. What is the right one?")
def test_scheduler_moves_on_in_time(student, rng):
    """The scheduler moves on once an epoch, after the epoch's steps, so that PyTorch has nothing to warn of."""
    for kind, epochs, count in SCHEDULES:
        seen, (_, _, after) = fitted(student, rng, kind, epochs, count)
        rates_of(seen, epochs)
        assert seen["warned"] == 0, "PyTorch warns of the order of lr_scheduler.step() and optimizer.step()"
        assert_equal(seen["moved on"], epochs, f"how often the scheduler has moved on after {epochs} epochs")
        assert_close(seen["rate after"], after, what="the optimizer's rate after the last epoch")
