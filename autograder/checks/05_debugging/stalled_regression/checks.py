"""Hidden checks of stalled_regression."""

import torch

from autograder.expect import assert_close, check

from ..common import assert_gradients, assert_surroundings, gradients_by_hand, loss_seen, normal, perceptron


def squared(predictions, y):
    """Row by row, so that nothing is ever broadcast."""
    return sum((p[0] - t) ** 2 for p, t in zip(predictions, y, strict=True)) / len(y)


def regression(n, rng, dtype=torch.float64):
    return (
        perceptron(3, 4, 1, rng=rng, dtype=dtype),
        normal(n, 3, rng=rng, dtype=dtype),
        normal(n, rng=rng, dtype=dtype),
    )


@check(
    "stalled_regression",
    weight=2,
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
    y = 100 * y
    expected, _ = gradients_by_hand(model, squared, x, y)
    assert_close(loss_seen(student, "regression_loss", model, x, y)["loss"], expected, what="the loss of large errors")


@check("stalled_regression")
def test_regression_gradients(student, rng):
    """The gradients of the loss reach the model, and are right; all else stays as it was."""
    model, x, y = regression(7, rng)
    _, grads = gradients_by_hand(model, squared, x, y)
    seen = loss_seen(student, "regression_loss", model, x, y)
    assert_gradients(seen, grads)
    assert_surroundings(seen)


@check("stalled_regression", hint="Which dimension is to go? With one row, others have size 1, too.")
def test_batches_of_one_row(student, rng):
    """A batch may have one row only, or two: the loss is a tensor without dimensions, and right."""
    for n in (1, 2):
        model, x, y = regression(n, rng)
        expected, grads = gradients_by_hand(model, squared, x, y)
        seen = loss_seen(student, "regression_loss", model, x, y)
        assert_close(seen["loss"], expected, what=f"the loss of {n} row{'s' * (n > 1)}")
        assert_gradients(seen, grads)
