"""Hidden checks of logistic_bump."""

import itertools

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, assert_unchanged, check

from ..common import (
    assert_attempted,
    assert_calculated_anew,
    assert_globals_unchanged,
    exact,
    like,
    uniform,
    without_autograd,
)
from . import probes


def bump_by_hand(x):
    """σ'(2x), from a power that never overflows."""
    power = np.exp(-2 * np.abs(exact(x)))
    return like(power / (1 + power) ** 2, x)


def bump_grad_by_hand(x):
    a = exact(x)
    power = np.exp(-2 * np.abs(a))
    return like(-2 * np.sign(a) * power * (1 - power) / (1 + power) ** 3, x)


BUMP = {"logistic_bump": bump_by_hand, "logistic_bump_grad": bump_grad_by_hand}


DIFFERENCE = (
    "Your slope is worked out from points a little beside x: a difference, which is only close, and in float32 not "
    "even that. A formula for the slope is asked for."
)


OUT_OF_RANGE = (
    "Far from 0 a power in your formula leaves the range of its dtype, up to infinity or down to 0, and what is "
    "calculated with it is no finite number."
)


def assert_bump(student, name, inputs, mistake=None):
    # The statement allows an absolute error of 1e-6; a missing or extra factor is off by 0.01 and more somewhere.
    inputs = list(inputs)
    for x, result in zip(inputs, without_autograd(student, name, [[x] for x in inputs]), strict=True):
        far = isinstance(result, torch.Tensor) and not bool(result.isfinite().all()) and float(x.abs().max()) > 10
        known = OUT_OF_RANGE if far else mistake
        assert_close(result, BUMP[name](x), rtol=0, atol=1.1e-6, what=f"{name}(x)", mistake=known)


def ordinary_numbers(rng):
    for shape in [(9,), (4, 5), (2, 3, 4), (1,), (1, 6)]:
        for dtype in (torch.float64, torch.float32):
            yield uniform(-2.5, 2.5, shape, rng, dtype)
    yield uniform(-2.5, 2.5, (4, 6), rng)[:, ::2].t()


def large_numbers(rng, *dtypes):
    """Numbers out to ±50, where e to the power of twice a number leaves the range of float32."""
    for dtype in dtypes or (torch.float32, torch.float64):
        ends = torch.tensor([50.0, -50.0, 0.0, 45.0, -45.0], dtype=dtype)
        yield torch.cat([ends, uniform(-50, 50, (40,), rng, dtype), uniform(-1, 1, (5,), rng, dtype)])
        between = uniform(2.5, 6.5, (20,), rng, dtype)  # f is small there, and by no means 0
        yield torch.cat([between, -between])


@check("logistic_bump", weight=2)
def test_bump(student, rng):
    """logistic_bump gives e²ˣ/(1+e²ˣ)² at each element, for any shape and both dtypes."""
    assert_bump(student, "logistic_bump", ordinary_numbers(rng))


@check("logistic_bump", weight=2)
def test_bump_grad(student, rng):
    """logistic_bump_grad gives the derivative of logistic_bump at each element, without autograd."""
    beside = student.probe(probes.asked_beside_x, x=uniform(-2.5, 2.5, (9,), rng))
    assert_bump(student, "logistic_bump_grad", ordinary_numbers(rng), DIFFERENCE if beside else None)
    if beside:
        raise Mismatch("the slope is worked out as a difference; a formula is asked for", mistake=DIFFERENCE)


@check("logistic_bump")
def test_bump_of_large_numbers(student, rng):
    """logistic_bump is finite and right out to |x| = 50, on both sides."""
    assert_bump(student, "logistic_bump", large_numbers(rng))


@check("logistic_bump")
def test_bump_grad_of_large_numbers(student, rng):
    """logistic_bump_grad is finite and right out to |x| = 50, on both sides."""
    assert_bump(student, "logistic_bump_grad", large_numbers(rng))


@check("logistic_bump", weight=0.5)
def test_bump_of_one_number(student, rng):
    """Both functions take a tensor without dimensions, too."""
    for name in BUMP:
        for dtype in (torch.float64, torch.float32):
            numbers = [uniform(-2.5, 2.5, (), rng, dtype), *torch.tensor([50.0, -50.0], dtype=dtype).unbind()]
            assert_bump(student, name, numbers)


@check("logistic_bump", weight=0.5, effects=True, alone=False)
def test_bump_leaves_x(student, rng):
    """x and PyTorch's global state stay as they were."""
    for name, dtype in itertools.product(BUMP, (torch.float32, torch.float64)):
        # In both, for a conversion to what x is already makes no copy; and far from 0, where some write into x alone.
        x, far = torch.randn(4, 3, generator=rng, dtype=dtype), next(large_numbers(rng, dtype))
        for given in (x, far):
            before = given.clone()
            result = getattr(student, name)(given)
            assert_unchanged(given, before, f"the input of {name}")
            if given is x:  # what becomes of large numbers is judged above
                assert_attempted(result, x.shape, f"{name}(x)")
                assert_calculated_anew(student, name, [x], [1 - x])
    assert_globals_unchanged(student)
