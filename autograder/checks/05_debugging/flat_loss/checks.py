"""Hidden checks of flat_loss."""

import copy

import torch
from torch import nn

from autograder.expect import assert_close, assert_tensor, check

from ..answers import assert_of_one_answer
from ..common import (
    assert_all_reached,
    assert_direction,
    assert_gradients,
    assert_surroundings,
    gradients_by_hand,
    in_whole_numbers,
    loss_seen,
    mean_square,
    normal,
    number,
    perceptron,
    with_batch_norm,
)


def huber(predictions, y, delta=1.0):
    """Row by row, as the statement says it."""
    losses = []
    for prediction, target in zip(predictions, y, strict=True):
        error = (prediction[0] - target[0]).abs()
        losses.append(0.5 * error**2 if error.item() < delta else delta * (error - 0.5 * delta))
    return torch.stack(losses).mean()


def outliers(rng, n, size, dtype=torch.float64):
    """A model, its inputs, and targets at distances of the given size on both sides of its predictions."""
    model, x = perceptron(2, 4, 1, rng=rng, dtype=dtype), normal(n, 2, rng=rng, dtype=dtype)
    away = size * (0.2 + 0.6 * torch.rand(n, 1, generator=rng, dtype=dtype))
    with torch.no_grad():
        return model, x, copy.deepcopy(model)(x) + away * normal(n, 1, rng=rng, dtype=dtype).sign()


def exactly_right(rng):
    """As `outliers`, with small errors; one is exactly 0 and one exactly 1."""
    model, x = in_whole_numbers(5, 2, 1, rng)
    away = torch.tensor([0.5, 0.0, -0.25, 0.75, 1.0], dtype=torch.float64)[torch.randperm(5, generator=rng)]
    return model, x, model(x).detach() + away[:, None]


def outliers_seen_together(rng, size):
    """As `outliers`, with a model that looks at all rows together."""
    model = nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 1)).double()
    x, away = normal(6, 2, rng=rng), normal(6, 1, rng=rng).sign()
    with torch.no_grad():
        model[1].weight.copy_(normal(1, 2, rng=rng))
        return model, x, copy.deepcopy(model)(x) + size * (0.2 + torch.rand(6, 1, generator=rng)) * away


def as_ours(student, model, x, y, delta):
    """How many times the right loss the answer's is; 1 where that cannot be said. That it is to be 1 is judged once."""
    expected, _ = gradients_by_hand(model, lambda p, t: huber(p, t, delta), x, y)
    loss = loss_seen(student, "robust_loss", model, x, y, delta=delta)["loss"]
    if isinstance(loss, torch.Tensor) and loss.numel() == 1 and loss.isfinite().all() and loss.item() > 0:
        return loss.item() / expected.item()
    return 1.0


@check(
    "flat_loss",
    hint="Walk back from the loss: at which point does a number forget where it comes from?",
)
def test_gradients_reach_the_model(student, rng):
    """backward gives every parameter of the model its gradient, for small errors and large ones, few rows and many."""
    for n, size, dtype in ((6, 1.0, torch.float64), (5, 8.0, torch.float32), (150, 1e6, torch.float64)):
        model, x, y = outliers(rng, n, size, dtype)
        expected, grads = gradients_by_hand(model, huber, x, y)
        seen = loss_seen(student, "robust_loss", model, x, y)
        assert_gradients(seen, grads)
        assert_close(seen["loss"], expected, what="the loss")


@check("flat_loss", weight=0.75, hint="Within delta, which tensors does the loss of a row come from, and how?")
def test_small_errors_pull(student, rng):
    """Where no error is beyond delta, each row pulls the model by its error, and one that is right not at all."""
    for model, x, y in (outliers(rng, 6, 1.0), outliers(rng, 9, 1.0), exactly_right(rng)):
        seen = loss_seen(student, "robust_loss", model, x, y)
        assert_direction(seen, gradients_by_hand(model, mean_square, x, y)[1])


@check("flat_loss", hint="Beyond delta the loss is a straight line. How hard does such a row pull?")
def test_large_errors_pull(student, rng):
    """Where every error is beyond delta, all rows pull the model equally, to one side or the other."""
    for model, x, y in (outliers(rng, 6, 8.0), outliers(rng, 9, 8.0), outliers_seen_together(rng, 8.0)):
        seen = loss_seen(student, "robust_loss", model, x, y)
        assert_direction(seen, gradients_by_hand(model, lambda p, t: (p - t).abs().mean(), x, y)[1])


@check("flat_loss")
def test_other_deltas(student, rng):
    """delta is where the square ends and the straight line begins, in the loss and in its gradients."""
    for delta in (0.5, 3.0, 2):
        model, x, y = outliers(rng, 8, 4.0)
        times = as_ours(student, model, x, y, 1.0)
        expected, grads = gradients_by_hand(model, lambda p, t, d=delta: huber(p, t, d), x, y)
        seen = loss_seen(student, "robust_loss", model, x, y, delta=delta)
        assert_direction(seen, grads)
        assert_close(number(seen["loss"], "the loss") / times, expected.item(), what="the loss")


@check("flat_loss", weight=0.5)
def test_one_number_per_batch(student, rng):
    """The loss is a tensor without dimensions, also for one row; a step on it makes it smaller, and all else stays."""
    for n in (1, 5):
        model, x, y = outliers(rng, n, 2.0)
        seen = loss_seen(student, "robust_loss", model, x, y)
        assert_tensor(seen["loss"], shape=(), what="the loss")
        assert_all_reached(seen)
        with torch.no_grad():
            for name, p in model.named_parameters():
                p -= 1e-3 * seen["gradients"][name]
        smaller = huber(model(x), y).item() < float(seen["loss"])
        assert smaller, "a small step against the gradients does not make the loss smaller"
        assert_surroundings(seen)
    model, x = with_batch_norm(2, 4, 1, dropout=0.5, rng=rng).eval(), normal(6, 2, rng=rng)
    for one in (model, perceptron(2, 4, 1, rng=rng, bent=True)):
        seen = loss_seen(student, "robust_loss", one, x, normal(6, 1, rng=rng))
        assert_all_reached(seen)
        assert_surroundings(seen)
    assert_of_one_answer(student, "robust_loss", huber, x, normal(6, 1, rng=rng), (2, 4, 1), rng)
