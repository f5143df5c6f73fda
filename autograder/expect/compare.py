"""The assertions on values, types, shapes and side effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
import torch

from autograder.expect import mistakes
from autograder.expect.canonical import name_of
from autograder.expect.evidence import judges
from autograder.expect.mistakes import Mistake
from autograder.expect.values import (
    EXACT,
    PYTHON_FLOAT,
    Values,
    array_default_for,
    array_values,
    compare_values,
    default_for,
    tensor_values,
    tolerance_for,
)
from autograder.expect.words import Mismatch, Types, counted, kind_of, some_of, wrong_type

DENSE = torch.strided
_MOST_NAMED = 20  # keys that are too many


@judges
def assert_close(
    actual: object,
    expected: object,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    what: str = "the result",
    check_dtype: bool = True,
    equal_nan: bool = False,
    mistake: str | None = None,
) -> None:
    """`actual` has the type, shape, dtype and, within the tolerance, the values of `expected`; in that order.

    `expected` is a tensor or array of any shape and numeric dtype, or a number; `actual` must be of the same kind: a
    0-dim tensor is not a Python float. Shapes are compared before values, so nothing is ever broadcast.
    `check_dtype=False` lets dtypes (for numbers: bool, int, float, complex) differ, and takes the less precise
    tolerance. Integers and bools are compared exactly. `rtol` and `atol` default, each on its own, to `TOLERANCES`.
    The device, strides and requires_grad are not compared. Infinities equal themselves. NaN never passes, unless
    `equal_nan` is given and `expected` has NaN at the same place. `mistake` says what was done, where the check knows
    how the values came about: it is the diagnosis if they are wrong and no known mistake fits.

    Raises Mismatch; ValueError where `expected` holds NaN without `equal_nan`; TypeError where it is no number.
    """
    __tracebackhide__ = True
    try:
        if isinstance(expected, torch.Tensor):
            _compare_tensors(actual, expected, rtol, atol, what, check_dtype, equal_nan)
        elif isinstance(expected, np.ndarray):
            _compare_arrays(actual, expected, rtol, atol, what, check_dtype, equal_nan)
        elif isinstance(expected, (bool, int, float, complex, np.generic)):
            _compare_numbers(actual, expected, rtol, atol, what, check_dtype, equal_nan)
        else:
            raise TypeError(f"assert_close compares tensors, arrays and numbers, not {type(expected).__name__}")
    except Mismatch as problem:
        if mistake is not None and not problem.about_form:
            problem.mistake = Mistake(mistake, mistake)
        raise


@judges
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
            raise Mismatch(f"{what} is {kind_of(actual)}; it must be None", about_form=True)
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


@judges
def assert_tensor(
    value: object, *, shape: Sequence[int] | None = None, dtype: torch.dtype | None = None, what: str = "the result"
) -> None:
    """`value` is a dense tensor with data, of `shape` and `dtype` where these are given. Raises Mismatch."""
    __tracebackhide__ = True
    if not isinstance(value, torch.Tensor):
        raise _of_wrong_type(value, torch.Tensor, what)
    if value.is_meta:
        raise Mismatch(f"{what} is a tensor on the meta device, which holds no values", about_form=True)
    if value.layout != DENSE:
        raise Mismatch(f"{what} is a sparse tensor; it must be an ordinary (dense) one", about_form=True)
    if shape is not None:
        _compare_shapes(tuple(value.shape), tuple(shape), what)
    if dtype is not None and value.dtype != dtype:
        message = f"{what} has dtype {value.dtype}; it must have dtype {dtype}"
        raise Mismatch(message, about_form=True, mistake=mistakes.other_dtype(what, value.dtype))


@judges
def assert_type(value: object, type: Types, what: str = "the result") -> None:
    """`value` is an instance of `type`, or of one of several. A bool is no int, an int no float. Raises Mismatch."""
    __tracebackhide__ = True
    wanted = type if isinstance(type, tuple) else (type,)
    if not any(_is_a(value, one) for one in wanted):
        raise _of_wrong_type(value, type, what)


@judges
def assert_unchanged(value: torch.Tensor | Values, before: torch.Tensor | Values, what: str = "your input") -> None:
    """`value`, which the student's code was given, still is as `before`, a copy made earlier: in shape, dtype, values
    (to the last bit; NaN is NaN) and, of a tensor, `requires_grad`. For checks with `effects=True`.

    Raises Mismatch.
    """
    __tracebackhide__ = True
    changed = f"{what} was changed by the call"
    if tuple(value.shape) != tuple(before.shape):
        message = f"{changed}: its shape was {tuple(before.shape)} and is {tuple(value.shape)} now"
        raise Mismatch(message, mistake=mistakes.reshaped(what))
    if value.dtype != before.dtype:
        message = f"{changed}: its dtype was {before.dtype} and is {value.dtype} now"
        raise Mismatch(message, mistake=mistakes.reshaped(what))
    if isinstance(value, torch.Tensor) and isinstance(before, torch.Tensor):
        if value.requires_grad != before.requires_grad:
            message = f"{changed}: it {'does' if value.requires_grad else 'does not'} require grad now"
            raise Mismatch(message, mistake=mistakes.switched(what))
        now, then = tensor_values(value), tensor_values(before)
    else:
        now, then = array_values(np.asarray(value)), array_values(np.asarray(before))
    different = ~(np.asarray(now == then) | (np.isnan(now) & np.isnan(then)))
    if different.any():
        count = int(different.sum())
        has = f"{count} of {counted(different.size, 'value')} {'is' if count == 1 else 'are'} different now"
        raise Mismatch(f"{changed}: {has}", mistake=mistakes.written_into(what))


def _of_wrong_type(value: object, wanted: Types, what: str) -> Mismatch:
    mistake = None
    if value is None:
        mistake = mistakes.nothing(what)
    elif wanted is torch.Tensor and isinstance(value, (bool, int, float, complex)):
        mistake = mistakes.number_for_tensor(what)
    elif wanted in (bool, int, float, complex) and isinstance(value, torch.Tensor):
        mistake = mistakes.tensor_for_number(what)
    elif wanted in (bool, int, float, complex) and isinstance(value, np.generic):
        mistake = mistakes.numpy_for_number(what)
    return Mismatch(wrong_type(value, wanted, what), about_form=True, mistake=mistake)


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
    tolerance = tolerance_for(rtol, atol, default_for(actual.dtype), default_for(expected.dtype))
    compare_values(tensor_values(actual), tensor_values(expected), tolerance, what, equal_nan)


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
        raise _of_wrong_type(actual, np.ndarray, what)
    _compare_shapes(actual.shape, expected.shape, what)
    if actual.dtype.kind not in "biufc" or (check_dtype and actual.dtype != expected.dtype):
        message = f"{what} has dtype {actual.dtype}; it must have dtype {expected.dtype}"
        raise Mismatch(message, about_form=True, mistake=mistakes.other_dtype(what, actual.dtype))
    tolerance = tolerance_for(rtol, atol, array_default_for(actual.dtype), array_default_for(expected.dtype))
    compare_values(array_values(actual), array_values(expected), tolerance, what, equal_nan)


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
        raise _of_wrong_type(actual, type(wanted), what)
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
    compare_values(*values, tolerance_for(rtol, atol, default), what, equal_nan)


def _compare_mappings(actual: Mapping[Any, Any], expected: Mapping[Any, Any], what: str) -> None:
    __tracebackhide__ = True
    missing = [key for key in expected if key not in actual]
    if missing:
        names = ", ".join(repr(key) for key in missing)
        raise Mismatch(f"{what} has no {'key' if len(missing) == 1 else 'keys'} {names}")
    if len(actual) > len(expected):
        extra = ", ".join(_shown(key) for key in islice((key for key in actual if key not in expected), _MOST_NAMED))
        raise Mismatch(f"{what} has keys it must not have: {extra}")
    for key, value in expected.items():
        assert_equal(actual[key], value, f"{what}[{key!r}]")


def _shown(key: object) -> str:
    return repr(key)[:80] if isinstance(key, str) else name_of(key)[:80]


def _compare_sequences(actual: Sequence[Any], expected: Sequence[Any], what: str) -> None:
    __tracebackhide__ = True
    if len(actual) != len(expected):
        raise Mismatch(f"{what} has {counted(len(actual), 'item')}; it must have {len(expected)}")
    # Plain numbers are judged together: "2 of 5 items are wrong" says more than where the first one is.
    if expected and all(isinstance(item, (bool, int, float, str)) for item in expected):
        for index, (mine, right) in enumerate(zip(actual, expected, strict=True)):
            assert_type(mine, type(right), f"{what}[{index}]")
        wrong = sum(mine != right for mine, right in zip(actual, expected, strict=True))
        if wrong:
            raise Mismatch(some_of(wrong, len(expected), what, "wrong", "items"))
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
    raise Mismatch(message, about_form=True, mistake=mistakes.other_shape(what, actual, expected))
