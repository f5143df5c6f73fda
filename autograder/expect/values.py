"""Comparing numbers: tolerances, which values are wrong, where they lie, and what may be said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import torch

from autograder.expect import mistakes
from autograder.expect.mistakes import Mistake
from autograder.expect.words import Mismatch, some_of

Values: TypeAlias = npt.NDArray[Any]


class Tolerance(NamedTuple):
    """`actual` is close where |actual − expected| ≤ atol + rtol · |expected|."""

    rtol: float
    atol: float


EXACT = Tolerance(0.0, 0.0)


# Two correct programs differ by the order of their sums and by fused operations. Over the few thousand terms of a check
# that costs tens of units in the last place; a mistake (another eps, N instead of N − 1, a missing factor) costs
# thousands. Each tolerance lies between the two. atol is meant for values of order 1, where cancellation leaves
# rounding errors of that order.
TOLERANCES: Mapping[torch.dtype, Tolerance] = {
    torch.float64: Tolerance(1e-9, 1e-10),  # spacing 2.2e-16; tight enough to tell eps=1e-8 inside from outside a root
    torch.complex128: Tolerance(1e-9, 1e-10),
    torch.float32: Tolerance(1e-5, 1e-6),  # spacing 1.2e-7
    torch.complex64: Tolerance(1e-5, 1e-6),
    torch.float16: Tolerance(4e-3, 1e-3),  # spacing 9.8e-4: four units in the last place
    torch.bfloat16: Tolerance(2e-2, 2e-3),  # spacing 7.8e-3: two to three units; wider would hide mistakes
}


# A Python float is most often the .item() of a float32 tensor, so it is as precise as that and no more.
PYTHON_FLOAT = TOLERANCES[torch.float32]


# "Close, but not close enough" is worth saying where every value is within this share of the right one.
NEARLY = 0.01


def compare_values(actual: Values, expected: Values, tolerance: Tolerance, what: str, equal_nan: bool) -> None:
    """Values of one shape; float64, complex128, int64, uint64 or bool."""
    __tracebackhide__ = True
    with np.errstate(all="ignore"):
        nan = np.isnan(expected)
        if nan.any() and not equal_nan:
            raise ValueError(f"the expected value of {what} holds NaN; pass equal_nan=True if it is meant to")
        wrong = ~_close(actual, expected, tolerance)
        wrong &= ~(nan & np.isnan(actual))
        if not wrong.any():
            return
        total = wrong.size if wrong.ndim else 0
        new_nan = int((np.isnan(actual) & ~nan).sum())
        if new_nan:
            raise Mismatch(
                some_of(new_nan, total, what, "NaN (not a number)")
                + ". NaN comes from 0/0, from inf - inf, and from the log or root of a negative number."
            )
        new_inf = int((np.isinf(actual) & wrong).sum())
        if new_inf:
            raise Mismatch(
                some_of(new_inf, total, what, "infinite")
                + ". Infinity comes from a division by zero, and from a number too large for its dtype."
            )
        message = some_of(int(wrong.sum()), total, what, "wrong") + _place(wrong)
        clue, mistake = _clue(actual, expected, wrong, tolerance)
        raise Mismatch(f"{message}. {clue}" if clue else message, mistake=mistake(what) if mistake else None)


def _close(actual: Values, expected: Values, tolerance: Tolerance) -> npt.NDArray[np.bool_]:
    equal = np.asarray(actual == expected)
    if tolerance == EXACT:
        return equal
    mine, right = (values if values.dtype.kind in "fc" else values.astype(np.float64) for values in (actual, expected))
    # With an infinite expected value the bound is infinite too, and any number would be within it.
    finite = np.isfinite(mine) & np.isfinite(right)
    return equal | (finite & (np.abs(mine - right) <= tolerance.atol + tolerance.rtol * np.abs(right)))


def _place(wrong: npt.NDArray[np.bool_]) -> str:
    """Where the wrong values lie, if all share one index along a dimension and the rest is right."""
    if wrong.all():
        return ""
    for dim, where in enumerate(np.nonzero(wrong)):
        size = wrong.shape[dim]
        if size > 2 and (where == where[0]).all():
            index = int(where[0])
            name = {0: " (the first)", size - 1: " (the last)"}.get(index, "")
            return f", all at index {index}{name} of dimension {dim}" if len(where) > 1 else ""
    return ""


def _clue(
    actual: Values, expected: Values, wrong: npt.NDArray[np.bool_], tolerance: Tolerance
) -> tuple[str, Callable[[str], Mistake] | None]:
    """What the wrong values have in common with the right ones; never a value, a difference or a factor.

    In words, and the mistake that this establishes, if any.
    """
    if _through_float32(actual, expected, wrong):
        return "Rounded to float32 on the way.", mistakes.through_float32
    if actual.dtype.kind not in "fc":
        return "", None
    if not actual.any():
        return ("All of them are 0." if actual.size > 1 else "It is 0."), None
    if _close(-actual, expected, tolerance).all():
        return "The sign is flipped.", mistakes.sign
    if _rounded(actual, expected, wrong):
        return "Rounded: digits are missing at the end.", mistakes.rounded
    if np.isfinite(expected).all() and (np.abs(actual - expected) <= NEARLY * np.abs(expected))[wrong].all():
        return "Nearly right: every wrong value lies within 1 % of the right one.", None
    distinct = np.unique(expected).size
    if distinct < 3 or not np.isfinite(expected).all():
        return "", None
    mine, right = np.sort(actual, axis=None), np.sort(expected, axis=None)
    if distinct == expected.size and _close(mine, right, tolerance).all():
        return "The right values are there, in another order.", mistakes.order
    factor = np.vdot(actual, expected) / np.vdot(actual, actual)
    if _close(actual * factor, expected, Tolerance(max(tolerance.rtol, 1e-6), tolerance.atol)).all():
        clue = "They are proportional to the right ones: a constant factor is missing or one too many."
        return clue, mistakes.factor
    return "", None


def _through_float32(actual: Values, expected: Values, wrong: Values) -> bool:
    """Whether all are exactly what float32 makes of the right ones, which takes more digits than it has.

    One wrong value at least has digits of its own: 1 for 1.00000001 comes about in other ways, 2**53 for 2**53 + 1 in
    float64 as well.
    """
    if actual.dtype.kind not in "fiu" or actual.dtype != expected.dtype or not np.isfinite(expected).all():
        return False
    short = expected.astype(np.float32).astype(np.float64)
    if not (np.abs(short) < 2.0**62).all() or (actual != short).any():  # 2**63 does not fit an int64 any more
        return False
    if actual.dtype.kind == "f":
        return bool(_off_grid(actual[wrong] * 64).any())
    return bool((expected.astype(np.float64) != short).any())


def _rounded(actual: Values, expected: Values, wrong: Values) -> bool:
    """Whether each wrong value is the right one with fewer digits.

    One at least has three digits of its own and is no simple fraction: 1, 0.001 and 1/8 come about in other ways.
    Shares of a few samples lie on the grid of two digits (3/20), so that takes several values; and what is nearly
    right for another reason lies on a grid of five digits or more.
    """
    mine, right = actual[wrong], expected[wrong]
    if mine.dtype.kind != "f" or not (np.isfinite(mine).all() and np.isfinite(right).all()):
        return False
    for digits in (2, 3, 4) if np.unique(mine).size >= 3 else (3, 4):
        if (np.abs(mine - np.round(right, digits)) <= 1e-7 * np.abs(mine)).all():
            own = (np.abs(mine) * 10**digits > 99) & _off_grid(mine * 10 ** (digits - 1)) & _off_grid(mine * 64)
            return bool(own.any())
    return False


def _off_grid(values: Values) -> npt.NDArray[np.bool_]:
    return np.asarray(np.abs(values - np.round(values)) > 1e-6 * (1 + np.abs(values)))


def tolerance_for(rtol: float | None, atol: float | None, *defaults: Tolerance) -> Tolerance:
    default_rtol = max(default.rtol for default in defaults)
    default_atol = max(default.atol for default in defaults)
    return Tolerance(default_rtol if rtol is None else rtol, default_atol if atol is None else atol)


def default_for(dtype: torch.dtype) -> Tolerance:
    if dtype in TOLERANCES:
        return TOLERANCES[dtype]
    if dtype.is_floating_point or dtype.is_complex:
        # float8 and its kin: two units in the last place
        spacing = torch.finfo(dtype).eps
        return Tolerance(2 * spacing, spacing)
    return EXACT


def array_default_for(dtype: np.dtype[Any]) -> Tolerance:
    if dtype.kind not in "fc":
        return EXACT
    precisions = {2: torch.float16, 4: torch.float32}
    return TOLERANCES[precisions.get(dtype.itemsize // (2 if dtype.kind == "c" else 1), torch.float64)]


def tensor_values(tensor: torch.Tensor) -> Values:
    plain = tensor.detach().cpu().resolve_conj().resolve_neg()
    if plain.dtype.is_complex:
        plain = plain.to(torch.complex128)
    elif plain.dtype.is_floating_point:
        plain = plain.to(torch.float64)
    return array_values(plain.numpy())


def array_values(array: Values) -> Values:
    # uint64 stays: it does not fit int64, and NumPy compares the two exactly.
    widest = {"f": np.float64, "c": np.complex128, "i": np.int64, "u": np.uint64, "b": np.bool_}
    return np.asarray(array).astype(widest[array.dtype.kind])
