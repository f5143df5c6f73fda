"""Hidden checks of by_hand."""

import math

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, assert_unchanged, check

from ..common import a_float, assert_globals_unchanged, exact, like, without_autograd
from . import probes

BY_HAND = {
    "sum_grad": lambda a: np.ones_like(a),
    "sum_of_squares_grad": lambda a: 2 * a,
    "mean_grad": lambda a: np.full_like(a, 1 / a.size),
    "max_grad": lambda a: np.where(a == a.max(), 1.0, 0.0),
    "mean_square_of_double_grad": lambda a: 8 * a / a.size,
}


def tensors_of_many_shapes(rng):
    """Tensors of both dtypes in which no two values are equal, one of them with negative numbers alone."""
    for dtype in (torch.float64, torch.float32):
        for shape in [(7,), (3, 4), (4, 3), (1, 5), (2, 3, 2), (), (6, 1)]:
            # Steps of 0.1 and more are far above the spacing of float32.
            steps = torch.randperm(math.prod(shape), generator=rng).reshape(shape).double()
            yield (steps - a_float(1, 5, rng) + 0.05).to(dtype)
        yield (-1 - torch.randperm(9, generator=rng).double()).to(dtype)
        table = torch.randn(5, 4, generator=rng, dtype=torch.float64)
        table[2, 1] = 0  # a number like any other
        yield table.to(dtype).t()
        # Large: in float64 so large that a difference of two values of the function has no digits left.
        yield (1e4 if dtype == torch.float32 else 1e12) * torch.randn(3, 4, generator=rng, dtype=dtype)
    yield 1 + 1e-10 * torch.randperm(8, generator=rng).double()  # for float32 they are all equal


def assert_gradient_by_hand(student, rng, name):
    inputs = list(tensors_of_many_shapes(rng))
    # Those without dimensions last: where they raise an error, it must not hide what else is wrong.
    for group in ([x for x in inputs if x.dim()], [x for x in inputs if not x.dim()]):
        for x, result in zip(group, without_autograd(student, name, [[x] for x in group]), strict=True):
            assert_close(result, like(BY_HAND[name](exact(x)), x), what=f"{name}(x)")


@check("by_hand", alone=False)
def test_sum_grad(student, rng):
    """sum_grad: the gradient of the sum, in the shape and dtype of x."""
    assert_gradient_by_hand(student, rng, "sum_grad")


@check("by_hand")
def test_sum_of_squares_grad(student, rng):
    """sum_of_squares_grad: the gradient of the sum of all x²."""
    assert_gradient_by_hand(student, rng, "sum_of_squares_grad")


@check("by_hand", alone=False)
def test_mean_grad(student, rng):
    """mean_grad: the gradient of the mean over all elements."""
    assert_gradient_by_hand(student, rng, "mean_grad")


@check("by_hand")
def test_max_grad(student, rng):
    """max_grad: the gradient of the largest of all elements."""
    assert_gradient_by_hand(student, rng, "max_grad")


@check("by_hand")
def test_mean_square_of_double_grad(student, rng):
    """mean_square_of_double_grad: the gradient of the mean of all (2x)²."""
    assert_gradient_by_hand(student, rng, "mean_square_of_double_grad")


def assert_told_apart(results, x):
    """Different gradients: an answer worth judging. (Two of the five are constant, so each alone says little.)"""
    kept = [result for result in results if isinstance(result, torch.Tensor) and result.shape == x.shape]
    different = sum(not any(torch.equal(one, other) for other in kept[:i]) for i, one in enumerate(kept))
    judged = different >= 3
    assert judged, "this could not be judged: the five functions do not give different gradients with the shape of x"


@check("by_hand", weight=0.5, effects=True, alone=False)
def test_by_hand_leaves_x(student, rng):
    """x and PyTorch's global state stay as they were."""
    for dtype in (torch.float32, torch.float64):  # a conversion to what x is already makes no copy
        x = 30 * torch.randn(4, 3, generator=rng, dtype=dtype)
        before = x.clone()
        results = []
        for name in BY_HAND:
            results.append(getattr(student, name)(x))
            assert_unchanged(x, before, f"the input of {name}")
        assert_told_apart(results, x)
    assert_globals_unchanged(student)


@check("by_hand", weight=0.25, alone=False)
def test_each_call_makes_a_new_tensor(student, rng):
    """Each call returns a new tensor, in memory of its own: whoever writes into it changes no other."""
    x = torch.randn(4, 3, generator=rng)
    results = []
    for name in BY_HAND:
        seen = student.probe(probes.memory_shared, name=name, x=x)
        results.append(seen["result"])
        if seen["with each other"] or not seen["stays"]:
            raise Mismatch(
                f"two calls of {name} return tensors that share their memory; each is to return a new one",
                mistake=f"{name} keeps a tensor and returns it again. Whoever writes into one result changes the next.",
            )
        assert not seen["with x"], f"the result of {name} lies in the memory of x; a new tensor is asked for"
    assert_told_apart(results, x)
