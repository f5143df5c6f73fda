"""Hidden checks of stalled_regression."""

import copy

import torch

from autograder.expect import assert_close, assert_tensor, check

from ..answers import assert_of_one_answer
from ..common import (
    assert_direction,
    assert_gradients,
    assert_surroundings,
    gradients_by_hand,
    in_whole_numbers,
    loss_seen,
    normal,
    perceptron,
    with_batch_norm,
)


def squared(predictions, y):
    """Row by row, so that nothing is ever broadcast."""
    return sum((p[0] - t) ** 2 for p, t in zip(predictions, y, strict=True)) / len(y)


def regression(n, rng, dtype=torch.float64):
    return (
        perceptron(3, 4, 1, rng=rng, dtype=dtype),
        normal(n, 3, rng=rng, dtype=dtype),
        normal(n, rng=rng, dtype=dtype),
    )


def assert_pulled(student, n, rng, together=False):
    """All rows are equally far off, on one side or the other, so that any mean of any cost of the distances will do.

    With `together`, what the model says to a row depends on the rows beside it.
    """
    model, x, y = regression(n, rng)
    if together:
        model = with_batch_norm(3, 4, 1, dropout=0.0, rng=rng)
    with torch.no_grad():
        y = copy.deepcopy(model)(x)[:, 0] + (0.5 + float(torch.rand((), generator=rng))) * y.sign()
    seen = loss_seen(student, "regression_loss", model, x, y)
    assert_direction(seen, gradients_by_hand(model, squared, x, y)[1])
    return model, x, y, seen


@check(
    "stalled_regression",
    weight=1.5,
    hint="Print the shapes of both sides of the minus sign, and of their difference. How many numbers are averaged?",
)
def test_mean_squared_error(student, rng):
    """The loss is the mean over the batch of each prediction's squared distance from its own value."""
    for n, dtype in [(6, torch.float64), (2, torch.float64), (5, torch.float32), (70, torch.float64)]:
        model, x, y = regression(n, rng, dtype)
        expected, grads = gradients_by_hand(model, squared, x, y)
        seen = loss_seen(student, "regression_loss", model, x, y)
        assert_close(seen["loss"], expected, what="the loss")
        assert_gradients(seen, grads)
    model, x, y = regression(6, rng)
    y = 1e6 * y
    expected, _ = gradients_by_hand(model, squared, x, y)
    assert_close(loss_seen(student, "regression_loss", model, x, y)["loss"], expected, what="the loss of large errors")
    # In float32 numbers near 10,000 lie 0.001 apart, and their squares 8.
    model, x, _ = regression(6, rng, torch.float32)
    with torch.no_grad():
        model[-1].bias += 1e4
        y = model(x)[:, 0] + torch.tensor([0.5, -0.7, 0.9, -0.4, 0.6, -0.8])
    expected, _ = gradients_by_hand(model, squared, x, y)
    what = "the loss of predictions that are large beside their errors"
    assert_close(loss_seen(student, "regression_loss", model, x, y)["loss"], expected, rtol=0.02, what=what)


@check(
    "stalled_regression",
    weight=1.25,
    hint="With which values of y is the prediction of one row compared? Print the shape of the difference.",
)
def test_each_prediction_has_its_own_value(student, rng):
    """A step against the gradients takes each prediction towards its own value, whatever multiple the loss is of."""
    for n in (6, 3, 40):
        assert_pulled(student, n, rng)
    assert_pulled(student, 8, rng, together=True)


@check("stalled_regression", weight=0.5)
def test_regression_gradients(student, rng):
    """The gradients of the loss reach the model, and are right, in either mode; all else stays as it was."""
    for kind in ("trained", "in use", "bent"):
        model, x, y = regression(7, rng)
        if kind == "in use":  # in eval mode: neither dropout nor the statistics of this batch
            model = with_batch_norm(3, 4, 1, dropout=0.5, rng=rng).eval()
        if kind == "bent":
            model = perceptron(3, 4, 1, rng=rng, bent=True)
        _, grads = gradients_by_hand(model, squared, x, y)
        seen = loss_seen(student, "regression_loss", model, x, y)
        assert_gradients(seen, grads)
        assert_surroundings(seen)
    assert_of_one_answer(student, "regression_loss", squared, x, y, (3, 4, 1), rng)
    model, x = in_whole_numbers(5, 3, 1, rng)  # which it predicts exactly: nothing is left to learn
    seen = loss_seen(student, "regression_loss", model, x, model(x).detach()[:, 0])
    assert_gradients(seen, {name: torch.zeros_like(p) for name, p in model.named_parameters()})


@check("stalled_regression", weight=0.75, hint="Which dimension is to go? With one row, others have size 1, too.")
def test_batches_of_one_row(student, rng):
    """A batch may have one row only, or two: the loss is a tensor without dimensions, as right as for more rows."""
    for n in (1, 2):
        model, x, y, seen = assert_pulled(student, n, rng)
        assert_tensor(seen["loss"], shape=(), what=f"the loss of {n} row{'s' * (n > 1)}")
        # Another loss than the one asked for has cost its share above: values count where they are right for more rows.
        twice = loss_seen(student, "regression_loss", model, x.repeat(2, 1), y.repeat(2))["loss"]
        expected, _ = gradients_by_hand(model, squared, x, y)
        if isinstance(twice, torch.Tensor) and torch.allclose(twice.double(), expected, 1e-6):
            assert_close(seen["loss"], expected, what=f"the loss of {n} row{'s' * (n > 1)}")
