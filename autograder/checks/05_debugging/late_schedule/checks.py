"""Hidden checks of late_schedule."""

import copy
import math

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check

from ..common import (
    assert_floats,
    assert_surroundings,
    assert_weights,
    batch,
    integer,
    mean_square,
    number,
    perceptron,
    uneven,
    weights_of,
)
from . import probes

FACTORS = {
    "halved": lambda e: 0.5**e,
    "stairs": lambda e: 0.1 ** (e // 2),
    "warm-up": lambda e: (e + 1) / 5,
    "cosine": lambda e: (1 + math.cos(math.pi * e / 8)) / 2,
}


def fitted_by_hand(model, batches, lr, kind, epochs, momentum, shares, loss_of):
    """Rates, weights and the rate afterwards of SGD, each parameter with its share of the rate."""
    twin, rates = copy.deepcopy(model), [lr * FACTORS[kind](epoch) for epoch in range(epochs)]
    held = list(twin.parameters())
    velocities = [torch.zeros_like(p) for p in held]
    for rate in rates:
        for x, y in batches:
            grads = torch.autograd.grad(loss_of(twin(x), y), held)
            with torch.no_grad():
                for p, grad, velocity, share in zip(held, grads, velocities, shares, strict=True):
                    velocity.mul_(momentum).add_(grad)
                    p -= share * rate * velocity
    return rates, weights_of(twin), lr * FACTORS[kind](epochs)


# The kind of schedule, the epochs of each call, the number of batches, momentum, and groups of parameters.
SCHEDULES = [
    ("halved", [4], 3, 0.0, 1),
    ("stairs", [5], 2, 0.9, 2),
    ("warm-up", [3], 4, 0.0, 2),
    ("cosine", [1, 4], 1, 0.5, 1),
    ("stairs", [120], 1, 0.0, 1),  # rates that soon are next to nothing, and as many as there are epochs
]
# Those that begin with the rate that the schedule starts from, and go on to the end: elsewhere, what the first epoch of
# a call begins with would cost every check its share.
PLAIN = [SCHEDULES[0], SCHEDULES[1], ("cosine", [5], 1, 0.5, 1), SCHEDULES[4]]


def fitted(student, rng, kind, parts, count, momentum, groups, criterion="mse", outputs=2):
    model, lr = perceptron(3, 4, outputs, rng=rng), 0.01 * integer(2, 9, rng)
    batches = [(x, y[:, :outputs]) for x, y in (batch(4, rng) for _ in range(count))]
    loss_of = {"mse": mean_square, "uneven": uneven}[criterion]
    arguments = {"model": model, "batches": batches, "criterion": criterion, "lr": lr, "kind": kind, "parts": parts}
    share = 2.0 if kind == "warm-up" else 0.5  # of the second group of parameters, where there are two
    seen = student.probe(probes.fitted, **arguments, momentum=momentum, groups=groups, share=share)
    shares = [share if groups > 1 and index >= 2 else 1.0 for index in range(len(list(model.parameters())))]
    return seen, fitted_by_hand(model, batches, lr, kind, sum(parts), momentum, shares, loss_of)


def rates_of(seen, parts):
    for rates, epochs in zip(seen["rates"], parts, strict=True):
        assert_type(rates, (list, tuple), "the result")
        if len(rates) != epochs:
            raise Mismatch(f"the result has {len(rates)} rates; it must have one for each of {epochs} epochs")
    return [number(rate, "a rate") for rates in seen["rates"] for rate in rates]


def rounded(mine, rates):
    """What is to be said where each rate is the right one with fewer decimal places, and some digit is gone."""
    if not isinstance(mine, list) or not all(isinstance(one, float) for one in mine):
        return None
    pairs = list(zip(mine, rates, strict=False))
    cut = any(one not in (0, rate) for one, rate in pairs)
    if not cut or not any(all(one == round(rate, places) for one, rate in pairs) for places in range(1, 10)):
        return None
    return "The rates are rounded. Small ones lose all of their digits: return what the steps were taken with."


@check("late_schedule", hint="Which rate is the optimizer's own, and does any epoch train with it?")
def test_rates_of_the_epochs(student, rng):
    """The rates returned are those with which the epochs were trained; the first is the optimizer's own."""
    for kind, parts, *more in SCHEDULES:
        seen, (rates, _, _) = fitted(student, rng, kind, parts, *more)
        for mine, epochs in zip(seen["rates"], parts, strict=True):
            assert_floats(mine, rates[:epochs], "the list of rates", mistake=rounded(mine, rates))
            rates = rates[epochs:]


@check("late_schedule", weight=0.75, hint="Which rate is the optimizer's own, and what has happened before it is used?")
def test_first_epoch(student, rng):
    """The first epoch takes its steps with the rate that the optimizer came with."""
    for kind, count, momentum, groups in (("halved", 1, 0.0, 1), ("stairs", 1, 0.9, 2), ("warm-up", 1, 0.0, 1)):
        seen, (rates, weights, _) = fitted(student, rng, kind, [1], count, momentum, groups)
        assert_weights(seen["weights"], weights, "after the first epoch")
        assert_close(rates_of(seen, [1])[0], rates[0], what="the rate of the first epoch")
    # At a second call, the optimizer comes with the rate that the first one has left.
    seen, (rates, weights, _) = fitted(student, rng, "cosine", [2, 1], 1, 0.0, 1)
    assert_weights(seen["weights"], weights, "after the first epoch of a second call")
    assert_close(rates_of(seen, [2, 1])[2], rates[2], what="the rate of the first epoch of a second call")


@check("late_schedule", weight=1.5, hint="What must have happened in an epoch before the scheduler may move on?")
def test_weights_follow_the_schedule(student, rng):
    """Every epoch takes one step of the optimizer on every batch, with the rates that are planned for it."""
    for kind, parts, *more in PLAIN:
        for criterion in ("mse", "uneven"):
            seen, (_, weights, _) = fitted(student, rng, kind, parts, *more, criterion)
            assert_weights(seen["weights"], weights, "after all epochs")
    # Where a row has one number only, (N,) and (N, 1) can be taken for each other.
    seen, (_, weights, _) = fitted(student, rng, *SCHEDULES[0], outputs=1)
    assert_weights(seen["weights"], weights, "after all epochs")
    assert_nothing_is_passed_over(student, rng)


def assert_nothing_is_passed_over(student, rng):
    """A batch with an infinite loss has its step, too. Who stops there with an error leaves none out."""
    batches = [batch(4, rng) for _ in range(3)]
    batches[1][1][2, 0] = torch.inf
    weights = student.probe(probes.weights_or_an_error, model=perceptron(3, 4, 2, rng=rng), batches=batches)
    if weights is not None and all(value.isfinite().all() for value in weights.values()):
        raise Mismatch(
            "the loss of a batch was infinite, and all weights are finite after its step",
            mistake="A batch whose loss is infinite or NaN gets no step, or another one than its gradients ask for. "
            "One step on every batch is asked for.",
        )


@check("late_schedule", weight=0.5)
def test_scheduler_moves_on_in_time(student, rng):
    """The scheduler moves on once an epoch, after the epoch's steps, so that PyTorch has nothing to warn of."""
    for kind, parts, *more in PLAIN:
        seen, (_, _, after) = fitted(student, rng, kind, parts, *more)
        rates_of(seen, parts)
        assert_equal(seen["moved on"], sum(parts), f"how often the scheduler has moved on after {sum(parts)} epochs")
        assert_close(seen["rate after"], after, what="the optimizer's rate after the last epoch")
        if seen["warned"]:
            raise Mismatch(
                "PyTorch warns of the order of lr_scheduler.step() and optimizer.step()",
                mistake="The scheduler moves on before the optimizer has taken its first step, as PyTorch sees it.",
            )
        if seen["warned of an argument"]:
            raise Mismatch(
                "PyTorch warns of an argument of scheduler.step()",
                mistake="scheduler.step is called with the number of an epoch. It counts by itself.",
            )
        assert_surroundings(seen)
