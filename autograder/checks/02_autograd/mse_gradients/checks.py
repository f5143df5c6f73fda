"""Hidden checks of mse_gradients."""

import numpy as np
import torch

from autograder.expect import assert_close, assert_tensor, assert_unchanged, check

from ..common import (
    SINGLE,
    assert_attempted,
    assert_calculated_anew,
    assert_globals_unchanged,
    exact,
    like,
    normal,
    tolerance,
    unpacked,
    without_autograd,
)

# N, in and out in turn equal and different, and each of them 1; and an N that cannot be cut into equal parts.
SIZES = [(5, 3, 2), (4, 4, 4), (3, 2, 3), (6, 1, 3), (7, 3, 1), (1, 4, 2), (1, 1, 1), (157, 2, 3)]


def regression(n, i, o, rng, dtype=torch.float64):
    return normal((n, i), (n, o), (o, i), (o,), rng=rng, dtype=dtype)


def unequal_outputs(rng):
    """One output is off by so much that no digit of the others is left in the loss: a difference of losses is noise."""
    X, y, W, b = regression(5, 3, 2, rng)
    y[:, 0] *= 1e9
    return X, y, W, b


def mse_gradients_by_hand(X, y, W, b):
    """One sample and one output at a time, in float64."""
    a, target, w, c = (exact(t) for t in (X, y, W, b))
    dW, db = np.zeros_like(w), np.zeros_like(c)
    for n in range(target.shape[0]):
        for o in range(target.shape[1]):
            error = (a[n] * w[o]).sum() + c[o] - target[n, o]
            dW[o] += 2 * error * a[n] / target.size
            db[o] += 2 * error / target.size
    return like(dW, W), like(db, b)


def mean_of_parts(actual, index, data):
    """What to say where the samples were taken in parts, of whatever size, and those were averaged."""
    X, y, W, b = (t.double() for t in data)
    if not isinstance(actual, torch.Tensor) or actual.shape != (W, b)[index].shape:
        return None
    errors = 2 * (X @ W.T + b - y) / y.shape[1]
    for size in range(2, len(X)):
        cut = zip(errors.split(size), X.split(size), strict=True)
        parts = [(part.T @ inputs, part.sum(0))[index] / len(part) for part, inputs in cut]
        if len(X) % size and torch.allclose(actual.double(), sum(parts) / len(parts), **SINGLE):
            return (
                "The samples are taken in parts, and the gradients of the parts are averaged, although the last part "
                "is smaller than the others. All samples count alike, in whichever part they are."
            )
    return None


def assert_mse_gradient(student, rng, index, name):
    inputs = [regression(*sizes, rng, dtype) for dtype in (torch.float64, torch.float32) for sizes in SIZES]
    for data, result in zip(inputs, without_autograd(student, "mse_gradients", inputs), strict=True):
        expected, actual = mse_gradients_by_hand(*data)[index], unpacked(result, "dW", "db")[index]
        mistake = mean_of_parts(actual, index, data)
        # Coarse: how exact the result is, and its dtype, are judged below.
        assert_close(actual, expected, **SINGLE, what=name, check_dtype=False, mistake=mistake)


@check("mse_gradients", weight=2)
def test_gradient_of_the_weight(student, rng):
    """dW is the gradient of the mean over all N·out squared errors, in the shape of W."""
    assert_mse_gradient(student, rng, 0, "dW")


@check("mse_gradients", weight=2)
def test_gradient_of_the_bias(student, rng):
    """db is the gradient of the mean over all N·out squared errors, in the shape of b."""
    assert_mse_gradient(student, rng, 1, "db")


@check("mse_gradients", weight=0.5)
def test_dtype_and_precision(student, rng):
    """Both gradients have the dtype of the inputs, and all the digits that it can hold."""
    for dtype in (torch.float32, torch.float64):
        data = regression(5, 3, 2, rng, dtype)
        for part, expected, name in zip(
            unpacked(student.mse_gradients(*data), "dW", "db"), mse_gradients_by_hand(*data), ("dW", "db"), strict=True
        ):
            assert_tensor(part, dtype=dtype, what=name)
            near = part.shape == expected.shape and torch.allclose(part, expected, rtol=0.01, atol=0.01)
            assert near, f"this could not be judged: {name} is wrong by more than its last digits"
            assert_close(part, expected, **tolerance(dtype), what=name)


@check("mse_gradients")
def test_outputs_of_unequal_size(student, rng):
    """Where one output is far off, its gradients are as large, and those of the others as exact as ever."""
    data = unequal_outputs(rng)
    result = unpacked(student.mse_gradients(*data), "dW", "db")
    for part, expected, name in zip(result, mse_gradients_by_hand(*data), ("dW", "db"), strict=True):
        assert_close(part, expected, **SINGLE, what=f"{name} where one output is far off", check_dtype=False)


@check("mse_gradients", weight=0.5)
def test_views(student, rng):
    """The four tensors may be views: transposed, or every other one of more."""
    X, y, W, b = regression(6, 4, 3, rng)
    every_other = torch.stack([b, b], dim=1)[:, 0]
    # X and y in turn, as they go wrong by different lines: no `view` lays a transposed table flat.
    turned_inputs = [X.t().contiguous().t(), torch.stack([y, y], dim=2)[:, :, 0], W.t().contiguous().t(), every_other]
    turned_targets = [torch.stack([X, X], dim=2)[:, :, 0], y.t().contiguous().t(), W, b]
    for data in (turned_inputs, turned_targets):
        result = unpacked(student.mse_gradients(*data), "dW", "db")
        for part, expected, name in zip(result, mse_gradients_by_hand(*data), ("dW", "db"), strict=True):
            assert_close(part, expected, **SINGLE, what=f"{name} for views", check_dtype=False)


def assert_two_gradients(result):
    """Enough of an answer to judge what else the function did; shapes and values cost their own checks."""
    for part, name in zip(unpacked(result, "dW", "db"), ("dW", "db"), strict=True):
        assert_tensor(part, what=name)
        assert_attempted(part, part.shape, name)


@check("mse_gradients", weight=0.5, effects=True, alone=False)
def test_regression_inputs_unchanged(student, rng):
    """X, y, W, b and PyTorch's global state stay as they were."""
    for dtype in (torch.float32, torch.float64):  # a conversion to what they are already makes no copy
        data = [30 * t for t in regression(6, 3, 2, rng, dtype)]
        before = [t.clone() for t in data]
        result = student.mse_gradients(*data)
        for t, old, name in zip(data, before, "XyWb", strict=True):
            assert_unchanged(t, old, name)
        assert_two_gradients(result)
        assert_calculated_anew(student, "mse_gradients", before, [1 - t for t in data])
    assert_globals_unchanged(student)
