"""Hidden checks of clipping."""

import copy
import math

import torch

from autograder.expect import Mismatch, assert_close, assert_type, check, decisive

from ..common import (
    assert_surroundings,
    assert_weights,
    batch,
    entropy,
    gradients_by_hand,
    gradients_for,
    in_whole_numbers,
    mean_square,
    normal,
    perceptron,
    uneven,
    weights_of,
)
from ..modes import assert_asked_in_its_mode
from . import probes

# What clip_grad_norm_ adds to the norm (1e-6) is worth up to 1e-4 of a step here.
NEARLY = {"rtol": 1e-4, "atol": 1e-7}


def clipped_by_hand(model, batches, criterion, lr, momentum, max_norm):
    """Weights after each step and the losses before it, with all gradients of a step scaled together."""
    twin, results, weights = copy.deepcopy(model), [], []
    velocities = [torch.zeros_like(p) for p in twin.parameters()]
    for x, y in batches:
        loss = criterion(twin(x), y)
        grads = torch.autograd.grad(loss, list(twin.parameters()))
        total = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
        factor = min(1.0, max_norm / total)
        with torch.no_grad():
            for p, grad, velocity in zip(twin.parameters(), grads, velocities, strict=True):
                velocity.mul_(momentum).add_(factor * grad)
                p -= lr * velocity
        results.append(loss.item())
        weights.append(weights_of(twin))
    return results, weights


def clipped(student, model, batches, max_norm, lr=0.1, momentum=0.0, criterion="mse", grads=None, groups=1):
    arguments = {"model": model, "batches": batches, "criterion": criterion, "lr": lr, "momentum": momentum}
    return student.probe(probes.clipped, **arguments, max_norm=max_norm, grads=grads, groups=groups)


def assert_nearly(seen, weights, where=""):
    """The weights after the first step, up to the 1e-6 that clip_grad_norm_ adds to a norm."""
    for name, value in weights[0].items():
        assert_close(seen["weights"][0][name], value, **NEARLY, what=f"{name} after the step{where}")


def nothing_to_learn(rng):
    """A model and a batch whose errors are exactly 0: all gradients are 0."""
    model, x = in_whole_numbers(5, 3, 2, rng)
    return model, (x, model(x).detach())


def gradient_norm(model, batch):
    """The norm of all gradients of a batch together."""
    _, grads = gradients_by_hand(model, mean_square, *batch)
    return math.sqrt(sum(float((grad**2).sum()) for grad in grads.values()))


def step_length(model, weights, lr):
    """The norm of all weights' way in one step, relative to the rate."""
    return math.sqrt(sum(float(((weights[n] - p) ** 2).sum()) for n, p in weights_of(model).items())) / lr


@check(
    "clipping",
    weight=1.5,
    hint="At which moment between backward and the step are there gradients to be clipped?",
)
def test_large_gradient_is_scaled_down(student, rng):
    """A gradient that is too large is scaled down to max_norm, all parameters together, and its direction kept."""
    for max_norm, groups in ((0.4, 1), (2.0, 1), (0.7, 2)):
        model, batches = perceptron(3, 4, 2, rng=rng), [batch(5, rng, 100.0)]
        _, weights = clipped_by_hand(model, batches, mean_square, 0.1, 0.0, max_norm)
        seen = clipped(student, model, batches, max_norm, groups=groups)
        where = " (of an optimizer with two groups of parameters)" if groups > 1 else ""
        try:
            with decisive():
                assert_nearly(seen, weights, where)
        except Mismatch:
            if step_length(model, seen["weights"][0], 0.1) > 1.01 * max_norm:
                raise Mismatch(f"the step{where} is longer than max_norm allows") from None
            raise
    # Not far beyond the limit, and below 1, where a square is smaller than its root.
    model, x = perceptron(3, 4, 2, rng=rng), normal(5, 3, rng=rng)
    near = x, copy.deepcopy(model)(x).detach() + 0.01 * normal(5, 2, rng=rng)
    limit = gradient_norm(model, near) / 1.5
    _, weights = clipped_by_hand(model, [near], mean_square, 10.0, 0.0, limit)
    for name, value in clipped(student, model, [near], limit, lr=10.0)["weights"][0].items():
        what = f"{name} after the step (of a gradient that is a little too large)"
        assert_close(value, weights[0][name], rtol=1e-3, atol=1e-5, what=what)


@check("clipping", hint="Who limits the step of a batch with an absurd target, and when?")
def test_step_is_limited(student, rng):
    """However large the gradient is, the step goes downhill, and stays in the order of max_norm."""
    for max_norm in (0.5, 2.0):
        model, batches = perceptron(3, 4, 2, rng=rng), [batch(5, rng, 1e4)]
        _, weights = clipped_by_hand(model, batches, mean_square, 0.1, 0.0, max_norm)
        found = clipped(student, model, batches, max_norm)["weights"][0]
        # Clipped number by number, tensor by tensor or to a norm of 1, it is up to some ten times as long.
        assert step_length(model, found, 0.1) <= 20 * max_norm, "the step is many times as long as max_norm allows"
        before = weights_of(model)
        downhill = sum(float(((found[n] - p) * (weights[0][n] - p)).sum()) for n, p in before.items())
        assert downhill > 1e-3 * max_norm**2 * 0.01, "the step does not go downhill"


@check("clipping", weight=0.5, hint="Which loss is asked for, and as what?", alone=False)
def test_loss_is_returned(student, rng):
    """The loss of the batch before the step is returned, as a Python float."""
    for size, learned in ((100.0, False), (1.0, True)):  # of little loss, the first decimal places are zeros
        model, batches = perceptron(3, 4, 2, rng=rng), [batch(5, rng, size)]
        if learned:
            batches = [(x, copy.deepcopy(model)(x).detach() + 1e-2 * y) for x, y in batches]
        results, _ = clipped_by_hand(model, batches, mean_square, 0.1, 0.0, 0.7)
        seen = clipped(student, model, batches, 0.7)
        assert_type(seen["results"][0], float, "the loss that is returned")
        assert_close(seen["results"][0], results[0], what="the loss that is returned")


@check("clipping", hint="max_norm is a limit: what is below it stays as it is.")
def test_small_gradient_is_left_alone(student, rng):
    """A gradient within the limit, be it 0, is not changed, while one far beyond it is."""
    model = perceptron(3, 4, 2, rng=rng)
    for size, max_norm in [(1.0, 1e4), (0.1, 1e3)]:
        batches = [batch(6, rng, size)]
        _, weights = clipped_by_hand(model, batches, mean_square, 0.1, 0.0, max_norm)
        assert_weights(clipped(student, model, batches, max_norm)["weights"][0], weights[0], "after a small gradient")
    # Not far below the limit, and above 1, where a square is larger than its root, as other sums of parts are.
    near = batch(6, rng, 20.0)
    limit = 1.5 * gradient_norm(model, near)
    _, weights = clipped_by_hand(model, [near], mean_square, 0.1, 0.0, limit)
    assert_weights(clipped(student, model, [near], limit)["weights"][0], weights[0], "after a gradient near the limit")
    length = step_length(model, clipped(student, model, [batch(6, rng, 1000.0)], 1.0)["weights"][0], 0.1)
    assert length <= 20, "the step for a gradient far beyond the limit is many times as long as max_norm allows"
    model, learned = nothing_to_learn(rng)
    assert_weights(clipped(student, model, [learned], 1.0)["weights"][0], weights_of(model), "after gradients of 0")


@check("clipping", hint="What may a step use, and what may it change? Think of old gradients, too.")
def test_several_clipped_steps(student, rng):
    """Every step is the optimizer's, with the gradients of its own batch alone, whatever lay there; all else stays."""
    model = perceptron(3, 4, 2, rng=rng)
    batches = [batch(5, rng, size) for size in (50.0, 1.0, 200.0, 0.5)]
    _, weights = clipped_by_hand(model, batches, mean_square, 0.1, 0.9, 3.0)
    model.eval()  # as with frozen statistics: the mode is the caller's
    seen = clipped(student, model, batches, 3.0, momentum=0.9, grads=gradients_for(model, rng))
    if seen["mode"] != "eval":
        raise Mismatch(
            f"the model came in eval mode and is in {seen['mode']} mode after the step",
            mistake="The model, or a part of it, is in another mode after the step than before.",
        )
    assert_asked_in_its_mode(seen, training=False)
    assert_asked_in_its_mode(clipped(student, model.train(), batches[:1], 3.0), training=True)
    # Four steps multiply the 1e-6 that clip_grad_norm_ adds.
    for step, (mine, right) in enumerate(zip(seen["weights"], weights, strict=True), start=1):
        for name, value in right.items():
            assert_close(mine[name], value, rtol=1e-3, atol=1e-6, what=f"{name} after step {step}")
    assert_surroundings(seen)


@check("clipping", weight=0.5)
def test_another_criterion(student, rng):
    """The criterion is the one that is given, with what the model says and what is right, in this order."""
    model, batches = perceptron(3, 4, 2, rng=rng), [batch(5, rng, 10.0)]
    _, weights = clipped_by_hand(model, batches, uneven, 0.2, 0.0, 0.1)
    seen = clipped(student, model, batches, 0.1, lr=0.2, criterion="uneven")
    assert_nearly(seen, weights)
    # Where a row has one number only, (N,) and (N, 1) can be taken for each other.
    model, (x, y) = perceptron(3, 4, 1, rng=rng), batch(5, rng, 10.0)
    _, weights = clipped_by_hand(model, [(x, y[:, :1])], mean_square, 0.2, 0.0, 0.1)
    seen = clipped(student, model, [(x, y[:, :1])], 0.1, lr=0.2)
    assert_nearly(seen, weights)
    model, x = perceptron(3, 5, 4, rng=rng), 20 * normal(6, 3, rng=rng)
    y = copy.deepcopy(model)(x).detach().argmin(1)
    _, weights = clipped_by_hand(model, [(x, y)], entropy, 0.2, 0.0, 0.1)
    seen = clipped(student, model, [(x, y)], 0.1, lr=0.2, criterion="cross-entropy")
    assert_nearly(seen, weights)
