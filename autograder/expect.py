"""What an author of checks imports: the `check` mark and assertions whose messages students may read.

A message says what is wrong in the student's words. Types, shapes, dtypes and the keys of a dict are part of an
exercise's statement, so messages name both what is and what must be. Values are not: no message holds an expected
value, a value of a hidden input, or a difference (whoever returns 0 would read the answer from a difference). What a
message may say about values is how many are wrong, where they lie together, and a clue ("the sign is flipped").

Every function raises `Mismatch` with its whole text, so nothing depends on pytest's rewriting of `assert`. A mistake of
the check's author (an expected value that is NaN, a type that cannot be compared) is a `ValueError` or `TypeError`
instead: it makes the exercise an `error`, never a student's zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
import torch

__all__ = [
    "Mismatch",
    "Reached",
    "assert_at_least",
    "assert_close",
    "assert_equal",
    "assert_tensor",
    "assert_type",
    "assert_unchanged",
    "check",
    "recorded",
]

Values: TypeAlias = npt.NDArray[Any]
Types: TypeAlias = type | tuple[type, ...]


class Mismatch(AssertionError):
    """A student's value is not what it must be; the text is shown to the student as it is."""


class Tolerance(NamedTuple):
    """`actual` is close where |actual − expected| ≤ atol + rtol · |expected|."""

    rtol: float
    atol: float


class Reached(NamedTuple):
    """One call of `assert_at_least`: what a threshold was held against."""

    what: str
    value: float
    threshold: float


_recording: ContextVar[list[Reached] | None] = ContextVar("recording", default=None)

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

DENSE = torch.strided


DEVICES = ("cuda",)


def check(
    exercise: str,
    *,
    weight: float = 1,
    hint: str | None = None,
    effects: bool = False,
    diagnose: bool = True,
    device: str | None = None,
) -> pytest.MarkDecorator:
    """Mark a test function as a check of `exercise` (the grade_id of its answer cell).

    `weight` is the check's share of the exercise's points relative to its other checks; `hint` is shown where it fails.
    The first line of the function's docstring is the title that students see. With `effects`, what the student's code
    does to its arguments (values, `.grad`, `requires_grad`, a module's weights) is done to the check's own objects;
    without it they stay as they are, so that an expected value computed after the call is still the right one.
    Without `diagnose`, answers are not compared with those of the known mistakes: for a check that trains a network,
    where that takes long and no two answers are alike. Its hint must do instead.

    A check with a `device` ("cuda") runs only where `--device cuda` asks for it, in a process of its own that sees the
    GPU; then it counts like any other. Nothing is diagnosed there, and it reaches the student's code by probes alone.

    Raises ValueError for an empty name, a weight that is not a positive finite number, neither hint nor diagnosis, and
    a device that no option asks for.
    """
    if not exercise or not isinstance(exercise, str):
        raise ValueError('check() needs the exercise\'s name: @check("leaky_relu")')
    if not (math.isfinite(weight) and weight > 0):
        raise ValueError(f"the weight of a check of {exercise!r} must be a positive number, not {weight!r}")
    if device is not None and device not in DEVICES:
        raise ValueError(f"the device of a check of {exercise!r} must be one of {', '.join(DEVICES)}, not {device!r}")
    diagnose = diagnose and device is None
    if not diagnose and not hint:
        raise ValueError(f"a check of {exercise!r} without diagnosis needs a hint")
    return pytest.mark.check(exercise, weight=weight, hint=hint, effects=effects, diagnose=diagnose, device=device)


def assert_close(
    actual: object,
    expected: object,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    what: str = "the result",
    check_dtype: bool = True,
    equal_nan: bool = False,
) -> None:
    """`actual` has the type, shape, dtype and, within the tolerance, the values of `expected`; in that order.

    `expected` is a tensor or array of any shape and numeric dtype, or a number; `actual` must be of the same kind: a
    0-dim tensor is not a Python float. Shapes are compared before values, so nothing is ever broadcast.
    `check_dtype=False` lets dtypes (for numbers: bool, int, float, complex) differ, and takes the less precise
    tolerance. Integers and bools are compared exactly. `rtol` and `atol` default, each on its own, to `TOLERANCES`.
    The device, strides and requires_grad are not compared. Infinities equal themselves. NaN never passes, unless
    `equal_nan` is given and `expected` has NaN at the same place.

    Raises Mismatch; ValueError where `expected` holds NaN without `equal_nan`; TypeError where it is no number.
    """
    __tracebackhide__ = True
    if isinstance(expected, torch.Tensor):
        _compare_tensors(actual, expected, rtol, atol, what, check_dtype, equal_nan)
    elif isinstance(expected, np.ndarray):
        _compare_arrays(actual, expected, rtol, atol, what, check_dtype, equal_nan)
    elif isinstance(expected, (bool, int, float, complex, np.generic)):
        _compare_numbers(actual, expected, rtol, atol, what, check_dtype, equal_nan)
    else:
        raise TypeError(f"assert_close compares tensors, arrays and numbers, not {type(expected).__name__}")


def assert_equal(actual: object, expected: object, what: str = "the result") -> None:
    """`actual` equals `expected` exactly, in type and value, at every level of lists, tuples, dicts and sets.

    A named tuple or torch.Size is a tuple; 1 is not True and not 1.0. The keys of a dict count as part of the
    statement: a message names the missing ones. Where keys are the answer, compare `sorted(actual.items())` instead.

    Raises Mismatch; ValueError where `expected` holds NaN.
    """
    __tracebackhide__ = True
    if isinstance(expected, (torch.Tensor, np.ndarray)):
        assert_close(actual, expected, rtol=0, atol=0, what=what)
    elif isinstance(expected, (bool, int, float, complex, np.generic)):
        _compare_numbers(actual, expected, 0.0, 0.0, what, True, False)
    elif expected is None:
        if actual is not None:
            raise Mismatch(f"{what} is {_kind(actual)}; it must be None")
    elif isinstance(expected, Mapping):
        assert_type(actual, dict, what)
        assert isinstance(actual, Mapping)
        _compare_mappings(actual, expected, what)
    elif isinstance(expected, (list, tuple)):
        assert_type(actual, list if isinstance(expected, list) else tuple, what)
        assert isinstance(actual, Sequence)
        _compare_sequences(actual, expected, what)
    else:
        assert_type(actual, type(expected), what)
        if actual != expected:
            raise Mismatch(f"{what} is wrong")


def assert_tensor(
    value: object, *, shape: Sequence[int] | None = None, dtype: torch.dtype | None = None, what: str = "the result"
) -> None:
    """`value` is a dense tensor with data, of `shape` and `dtype` where these are given. Raises Mismatch."""
    __tracebackhide__ = True
    if not isinstance(value, torch.Tensor):
        raise Mismatch(_wrong_type(value, torch.Tensor, what))
    if value.is_meta:
        raise Mismatch(f"{what} is a tensor on the meta device, which holds no values")
    if value.layout != DENSE:
        raise Mismatch(f"{what} is a sparse tensor; it must be an ordinary (dense) one")
    if shape is not None:
        _compare_shapes(tuple(value.shape), tuple(shape), what)
    if dtype is not None and value.dtype != dtype:
        raise Mismatch(f"{what} has dtype {value.dtype}; it must have dtype {dtype}")


def assert_type(value: object, type: Types, what: str = "the result") -> None:
    """`value` is an instance of `type`, or of one of several. A bool is no int, an int no float. Raises Mismatch."""
    __tracebackhide__ = True
    wanted = type if isinstance(type, tuple) else (type,)
    if not any(_is_a(value, one) for one in wanted):
        raise Mismatch(_wrong_type(value, type, what))


def assert_unchanged(value: torch.Tensor | Values, before: torch.Tensor | Values, what: str = "your input") -> None:
    """`value`, which the student's code was given, still is as `before`, a copy made earlier: in shape, dtype, values
    (to the last bit; NaN is NaN) and, of a tensor, `requires_grad`. For checks with `effects=True`.

    Raises Mismatch.
    """
    __tracebackhide__ = True
    changed = f"{what} was changed by the call"
    if tuple(value.shape) != tuple(before.shape):
        raise Mismatch(f"{changed}: its shape was {tuple(before.shape)} and is {tuple(value.shape)} now")
    if value.dtype != before.dtype:
        raise Mismatch(f"{changed}: its dtype was {before.dtype} and is {value.dtype} now")
    if isinstance(value, torch.Tensor) and isinstance(before, torch.Tensor):
        if value.requires_grad != before.requires_grad:
            raise Mismatch(f"{changed}: it {'does' if value.requires_grad else 'does not'} require grad now")
        now, then = _tensor_values(value), _tensor_values(before)
    else:
        now, then = _array_values(np.asarray(value)), _array_values(np.asarray(before))
    different = ~(np.asarray(now == then) | (np.isnan(now) & np.isnan(then)))
    if different.any():
        count = int(different.sum())
        has = f"{count} of {_count(different.size, 'value')} {'is' if count == 1 else 'are'} different now"
        raise Mismatch(f"{changed}: {has}")


def assert_at_least(value: float, threshold: float, *, what: str) -> None:
    """`value`, a share or another score that a right answer reaches with some luck, is at least `threshold`.

    `what` names it and belongs in the statement together with the threshold ("the accuracy on new digits"); the message
    says both numbers. For thresholds that were calibrated: `autograder calibrate` measures every call over many seeds.

    Raises Mismatch, for NaN too; TypeError where `value` is no number.
    """
    __tracebackhide__ = True
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"assert_at_least compares a number, not {type(value).__name__}")
    if (calls := _recording.get()) is not None:
        calls.append(Reached(what, float(value), float(threshold)))
    if not value >= threshold:
        raise Mismatch(f"{what} is {value:.3g}; it must be at least {threshold:.3g}")


@contextmanager
def recorded() -> Iterator[list[Reached]]:
    """Collect every call of `assert_at_least` made inside, those that fail too."""
    calls: list[Reached] = []
    token = _recording.set(calls)
    try:
        yield calls
    finally:
        _recording.reset(token)


def _is_a(value: object, wanted: type) -> bool:
    if isinstance(value, bool) and wanted is int:
        return False
    return isinstance(value, wanted)


def _compare_tensors(
    actual: object,
    expected: torch.Tensor,
    rtol: float | None,
    atol: float | None,
    what: str,
    check_dtype: bool,
    equal_nan: bool,
) -> None:
    __tracebackhide__ = True
    assert_tensor(actual, shape=expected.shape, dtype=expected.dtype if check_dtype else None, what=what)
    assert isinstance(actual, torch.Tensor)
    tolerance = _tolerance(rtol, atol, _default(actual.dtype), _default(expected.dtype))
    _compare_values(_tensor_values(actual), _tensor_values(expected), tolerance, what, equal_nan)


def _compare_arrays(
    actual: object,
    expected: Values,
    rtol: float | None,
    atol: float | None,
    what: str,
    check_dtype: bool,
    equal_nan: bool,
) -> None:
    __tracebackhide__ = True
    if expected.dtype.kind not in "biufc":
        raise TypeError(f"assert_close compares numeric arrays, not arrays of dtype {expected.dtype}")
    if not isinstance(actual, np.ndarray):
        raise Mismatch(_wrong_type(actual, np.ndarray, what))
    _compare_shapes(actual.shape, expected.shape, what)
    if actual.dtype.kind not in "biufc" or (check_dtype and actual.dtype != expected.dtype):
        raise Mismatch(f"{what} has dtype {actual.dtype}; it must have dtype {expected.dtype}")
    tolerance = _tolerance(rtol, atol, _array_default(actual.dtype), _array_default(expected.dtype))
    _compare_values(_array_values(actual), _array_values(expected), tolerance, what, equal_nan)


def _compare_numbers(
    actual: object,
    expected: object,
    rtol: float | None,
    atol: float | None,
    what: str,
    check_dtype: bool,
    equal_nan: bool,
) -> None:
    __tracebackhide__ = True
    wanted = expected.item() if isinstance(expected, np.generic) else expected
    if check_dtype:
        assert_type(actual, type(wanted), what)
    elif not isinstance(actual, (bool, int, float, complex, np.number, np.bool_)):
        raise Mismatch(_wrong_type(actual, type(wanted), what))
    number = actual.item() if isinstance(actual, np.generic) else actual
    if isinstance(number, int) and isinstance(wanted, int) and not rtol and not atol:
        # Python's own integers have no largest one; arrays do.
        if number != wanted:
            raise Mismatch(f"{what} is wrong")
        return
    default = EXACT if isinstance(number, int) and isinstance(wanted, int) else PYTHON_FLOAT
    kind = np.complex128 if isinstance(number, complex) or isinstance(wanted, complex) else np.float64
    try:
        values = np.asarray(number, dtype=kind), np.asarray(wanted, dtype=kind)
    except OverflowError:
        raise Mismatch(f"{what} is an integer too large for a float") from None
    _compare_values(*values, _tolerance(rtol, atol, default), what, equal_nan)


def _compare_mappings(actual: Mapping[Any, Any], expected: Mapping[Any, Any], what: str) -> None:
    __tracebackhide__ = True
    missing = [key for key in expected if key not in actual]
    if missing:
        names = ", ".join(repr(key) for key in missing)
        raise Mismatch(f"{what} has no {'key' if len(missing) == 1 else 'keys'} {names}")
    if len(actual) > len(expected):
        extra = ", ".join(repr(key)[:80] for key in actual if key not in expected)
        raise Mismatch(f"{what} has keys it must not have: {extra}")
    for key, value in expected.items():
        assert_equal(actual[key], value, f"{what}[{key!r}]")


def _compare_sequences(actual: Sequence[Any], expected: Sequence[Any], what: str) -> None:
    __tracebackhide__ = True
    if len(actual) != len(expected):
        raise Mismatch(f"{what} has {_count(len(actual), 'item')}; it must have {len(expected)}")
    # Plain numbers are judged together: "2 of 5 items are wrong" says more than where the first one is.
    if expected and all(isinstance(item, (bool, int, float, str)) for item in expected):
        for index, (mine, right) in enumerate(zip(actual, expected, strict=True)):
            assert_type(mine, type(right), f"{what}[{index}]")
        wrong = sum(mine != right for mine, right in zip(actual, expected, strict=True))
        if wrong:
            raise Mismatch(_some(wrong, len(expected), what, "wrong", "items"))
        return
    for index, (mine, right) in enumerate(zip(actual, expected, strict=True)):
        assert_equal(mine, right, f"{what}[{index}]")


def _compare_shapes(actual: tuple[int, ...], expected: tuple[int, ...], what: str) -> None:
    __tracebackhide__ = True
    if actual == expected:
        return
    message = f"{what} has shape {actual}; it must have shape {expected}"
    if sorted(actual) == sorted(expected):
        message += ". Are its dimensions in the wrong order (transposed)?"
    elif [n for n in actual if n != 1] == [n for n in expected if n != 1]:
        message += ". Look at its dimensions of size 1: keepdim, squeeze and unsqueeze add or remove them."
    raise Mismatch(message)


def _compare_values(actual: Values, expected: Values, tolerance: Tolerance, what: str, equal_nan: bool) -> None:
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
                _some(new_nan, total, what, "NaN (not a number)")
                + ". NaN comes from 0/0, from inf - inf, and from the log or root of a negative number."
            )
        new_inf = int((np.isinf(actual) & wrong).sum())
        if new_inf:
            raise Mismatch(
                _some(new_inf, total, what, "infinite") + ". Is something divided by zero, or too large for its dtype?"
            )
        message = _some(int(wrong.sum()), total, what, "wrong") + _place(wrong)
        clue = _clue(actual, expected, wrong, tolerance)
        raise Mismatch(f"{message}. {clue}" if clue else message)


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


def _clue(actual: Values, expected: Values, wrong: npt.NDArray[np.bool_], tolerance: Tolerance) -> str:
    """What the wrong values have in common with the right ones; never a value, a difference or a factor."""
    if actual.dtype.kind not in "fc":
        return ""
    if not actual.any():
        return "All of them are 0." if actual.size > 1 else "It is 0."
    if _close(-actual, expected, tolerance).all():
        return "The sign is flipped."
    if np.isfinite(expected).all() and (np.abs(actual - expected) <= NEARLY * np.abs(expected))[wrong].all():
        return "Nearly right: is a small term (such as eps) in another place, or an intermediate result rounded?"
    distinct = np.unique(expected).size
    if distinct < 3 or not np.isfinite(expected).all():
        return ""
    mine, right = np.sort(actual, axis=None), np.sort(expected, axis=None)
    if distinct == expected.size and _close(mine, right, tolerance).all():
        return "The right values are there, in another order."
    factor = np.vdot(actual, expected) / np.vdot(actual, actual)
    if _close(actual * factor, expected, Tolerance(max(tolerance.rtol, 1e-6), tolerance.atol)).all():
        return "They are proportional to the right ones: a constant factor is missing or one too many."
    return ""


def _tolerance(rtol: float | None, atol: float | None, *defaults: Tolerance) -> Tolerance:
    default_rtol = max(default.rtol for default in defaults)
    default_atol = max(default.atol for default in defaults)
    return Tolerance(default_rtol if rtol is None else rtol, default_atol if atol is None else atol)


def _default(dtype: torch.dtype) -> Tolerance:
    if dtype in TOLERANCES:
        return TOLERANCES[dtype]
    if dtype.is_floating_point or dtype.is_complex:
        # float8 and its kin: two units in the last place
        spacing = torch.finfo(dtype).eps
        return Tolerance(2 * spacing, spacing)
    return EXACT


def _array_default(dtype: np.dtype[Any]) -> Tolerance:
    if dtype.kind not in "fc":
        return EXACT
    precisions = {2: torch.float16, 4: torch.float32}
    return TOLERANCES[precisions.get(dtype.itemsize // (2 if dtype.kind == "c" else 1), torch.float64)]


def _tensor_values(tensor: torch.Tensor) -> Values:
    plain = tensor.detach().cpu().resolve_conj().resolve_neg()
    if plain.dtype.is_complex:
        plain = plain.to(torch.complex128)
    elif plain.dtype.is_floating_point:
        plain = plain.to(torch.float64)
    return _array_values(plain.numpy())


def _array_values(array: Values) -> Values:
    # uint64 stays: it does not fit int64, and NumPy compares the two exactly.
    widest = {"f": np.float64, "c": np.complex128, "i": np.int64, "u": np.uint64, "b": np.bool_}
    return np.asarray(array).astype(widest[array.dtype.kind])


def _wrong_type(value: object, wanted: Types, what: str) -> str:
    name = getattr(value, "type_name", None)
    if wanted is torch.Tensor and isinstance(name, str):
        # A special tensor stayed in the sandbox; a subclass is recognised by how it is shown: T([1., 2.]).
        if name == "Tensor":
            return f"{what} is a tensor that is sparse, quantized or without data; an ordinary tensor is asked for"
        if repr(value).startswith((f"{name}([", f"{name}(tensor(")):
            return f"{what} is a subclass of Tensor ({name[:80]}); a plain tensor is asked for"
    message = f"{what} is {_kind(value)}; it must be {_names(wanted)}"
    if value is None:
        message += ". Does your function end with `return`?"
    elif isinstance(value, torch.Tensor) and wanted in (bool, int, float, complex) and value.numel() == 1:
        message += ". `.item()` turns a tensor of one element into a Python number."
    elif isinstance(value, torch.Tensor) and wanted is np.ndarray:
        message += ". `.numpy()` turns a tensor into one."
    return message


def _kind(value: object) -> str:
    """A value's type in words, with the shape and length that help to recognise it; never the value."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"a NumPy array of shape {value.shape}"
    if isinstance(value, np.generic):
        return f"a NumPy {type(value).__name__}"
    if isinstance(value, (list, tuple, dict, set)) and type(value) in (list, tuple, dict, set):
        return f"a {type(value).__name__} with {_count(len(value), 'item')}"
    # An object that stayed in the sandbox is known here by a handle, which carries the name of its type.
    handle = getattr(value, "type_name", None)
    return _article(handle) if isinstance(handle, str) else _name(type(value))


def _names(wanted: Types) -> str:
    each = [_name(one) for one in (wanted if isinstance(wanted, tuple) else (wanted,))]
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} or {each[-1]}"


def _name(kind: type) -> str:
    words = {
        torch.Tensor: "a tensor",
        np.ndarray: "a NumPy array",
        type(None): "None",
        str: "a string",
        bool: "a Python bool (True or False)",
        int: "a Python int",
        float: "a Python float",
        complex: "a Python complex number",
        torch.dtype: "a dtype (such as torch.float32)",
        torch.device: "a torch.device",
        np.integer: "a NumPy integer",
        np.number: "a NumPy number",
        np.bool_: "a NumPy bool",
    }
    return words.get(kind) or _article(kind.__name__)


def _article(name: str) -> str:
    return f"{'an' if name[:1].lower() in tuple('aeiou') else 'a'} {name[:80]}"


def _some(count: int, total: int, what: str, state: str, items: str = "values") -> str:
    """ "the result is wrong", "all 5 values of the result are wrong", "2 of the 5 values of …"; total 0 is a scalar."""
    if total <= 1:
        return f"{what} is {state}"
    if count == total:
        return f"all {total} {items} of {what} are {state}"
    return f"{count} of the {total} {items} of {what} {'is' if count == 1 else 'are'} {state}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
