"""Hidden checks of bf16_error."""

import numpy as np
import torch

from autograder.expect import assert_close, assert_type, assert_unchanged, check

from ..common import assert_calls_apart, assert_globals_unchanged, number, uniform, unpacked

# The difference of a number and its rounding is exact in float32; the quotient is right to 1e-7. Dividing by the
# rounded number instead makes a difference of up to 4e-3, and rounding anything else to bfloat16 as much.
ERRORS = {"rtol": 1e-5, "atol": 0}


def errors_by_hand(x):
    """Round to nearest, ties to even, on the bits of float32; then compute in float64."""
    exact = np.atleast_1d(x.numpy())
    bits = np.ascontiguousarray(exact).view(np.uint32).astype(np.uint64)
    rounded = (((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16) << 16).astype(np.uint32).view(np.float32)
    error = np.abs(exact.astype(np.float64) - rounded.astype(np.float64))
    nonzero = exact != 0
    relative = error[nonzero] / np.abs(exact[nonzero].astype(np.float64))
    return float(error.max()), float(relative.max(initial=0.0))


def measured(student, x):
    max_abs, max_rel = unpacked(student.bf16_error(x), "max_abs", "max_rel")
    return number(max_abs, "max_abs"), number(max_rel, "max_rel")


def assert_measured(student, x, what):
    expected = errors_by_hand(x)
    for name, mine, right in zip(("max_abs", "max_rel"), measured(student, x), expected, strict=True):
        assert_close(mine, right, **ERRORS, what=f"{name} of {what}")


def both_ways(x):
    """x, its mirror image and its reverse: no sign and no place is special."""
    return [x, -x, x.flip(0)]


@check("bf16_error")
def test_largest_absolute_error(student, rng):
    """max_abs is the largest error of all numbers, of either sign, in any shape."""
    for shape in [(40,), (5, 12), (2, 3, 4)]:
        for x in both_ways(10 * torch.randn(shape, generator=rng)):
            expected, _ = errors_by_hand(x)
            assert_close(measured(student, x)[0], expected, **ERRORS, what="max_abs")
    table = 10 * torch.randn(12, 6, generator=rng)
    for view in (table.t(), table[::2, 1:3]):
        expected, _ = errors_by_hand(view.contiguous())
        assert_close(measured(student, view)[0], expected, **ERRORS, what="max_abs of a view")
    single = 1 + torch.rand((), generator=rng)
    expected, _ = errors_by_hand(single)
    assert_close(measured(student, single)[0], expected, **ERRORS, what="max_abs of a tensor without dimensions")


@check("bf16_error")
def test_largest_relative_error(student, rng):
    """max_rel is the largest error relative to its own number, wherever that is and however large the others are."""
    for shape in [(40,), (5, 12), (2, 3, 4)]:
        magnitudes = 10 ** uniform(-4, 6, shape, rng)
        for x in both_ways((magnitudes * torch.randn(shape, generator=rng)).float()):
            _, expected = errors_by_hand(x)
            assert_close(measured(student, x)[1], expected, **ERRORS, what="max_rel")
    x = -1 - torch.rand(20, generator=rng)
    assert_close(measured(student, x)[1], errors_by_hand(x)[1], **ERRORS, what="max_rel of negative numbers")


@check("bf16_error", alone=False)
def test_zeros(student, rng):
    """A zero counts as error 0, beside other numbers and alone."""
    x = torch.randn(4, 6, generator=rng)
    x[1, 2], x[3, 0] = 0.0, -0.0
    assert_measured(student, x, "numbers with zeros among them")
    assert_measured(student, torch.zeros(3), "zeros")


@check("bf16_error")
def test_small_and_large_numbers(student, rng):
    """Very small and very large numbers are measured as well as others."""
    inputs = [scale * torch.randn(30, generator=rng) for scale in (1e-30, 1e-9, 1e20)]
    for low, high in [(-34.9, -34.0), (37.0, 37.95)]:  # near the ends of what the statement allows
        signs = 2 * torch.randint(0, 2, (30,), generator=rng) - 1
        inputs.append((signs * 10 ** uniform(low, high, (30,), rng)).float())
    results = [measured(student, x) for x in inputs]
    for x, result in zip(inputs, results, strict=True):
        for name, mine, right in zip(("max_abs", "max_rel"), result, errors_by_hand(x), strict=True):
            assert_close(mine, right, **ERRORS, what=f"{name} of very small or very large numbers")


@check("bf16_error", weight=0.5, alone=False)
def test_python_floats(student, rng):
    """Both results are Python floats."""
    result = unpacked(student.bf16_error(torch.randn(4, 6, generator=rng)), "max_abs", "max_rel")
    for mine, name in zip(result, ("max_abs", "max_rel"), strict=True):
        assert_type(mine, float, name)
        judged = mine > 0
        assert judged, f"this could not be judged: {name} is not above 0"


@check("bf16_error", weight=0.5, effects=True, alone=False)
def test_rounded_numbers_unchanged(student, rng):
    """x, its zeros included, earlier results and PyTorch's global state stay as they were."""
    x = torch.randn(4, 6, generator=rng)
    x[2, 1] = 0.0
    before = x.clone()
    max_abs, _ = measured(student, x)
    assert_unchanged(x, before, "your input x")
    judged = max_abs > 0
    assert judged, "this could not be judged: max_abs is not above 0"
    assert_calls_apart(student, "bf16_error", *([torch.randn(4, 6, generator=rng)] for _ in range(3)))
    assert_globals_unchanged(student)
