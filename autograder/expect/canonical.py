"""A value in canonical form: plain data that says what a check may have looked at, and nothing that is left free.

A value is what a student's code gave back, as large and as odd as it may be: nothing here takes longer for that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

_MOST_VALUES = 256  # of an array: enough to tell two mistakes apart
_MOST_ITEMS = 100  # of a list or dict
_MOST_PARTS = 20_000  # of everything; what is kept of an array counts once more for each few of its values
_VALUES_A_PART = 16
_LARGE = 1 << 20  # values of an array: nothing that anybody asks for has more
_LONGEST_NAME = 200
_NAMED = (str, bytes, bool, int, float, complex, type(None), np.generic, torch.dtype, torch.device)


@dataclass
class Left:
    """Parts that may still be looked at."""

    parts: int = _MOST_PARTS


def canonical(value: Any, left: Left | None = None) -> Any:
    """A value as data: arrays as ("array", shape, dtype, values), numbers as they are, other things by their kind.

    `left` is what several values may have together; without it, this one has its own.
    """
    return _canonical(value, left or Left())


def name_of(key: Any) -> str:
    """What a key of a dict, or an item of a set, is called: its text, where it is one that has a short one."""
    if isinstance(key, str):
        return key[:_LONGEST_NAME]
    if isinstance(key, _NAMED):
        return str(key)[:_LONGEST_NAME]
    if isinstance(key, tuple) and len(key) <= _MOST_ITEMS and all(isinstance(item, _NAMED) for item in key):
        return str(key)[:_LONGEST_NAME]
    return type(key).__name__


def is_large(value: Any) -> bool:
    """Whether a tensor or an array has more values, or rows of none, than anybody asks for."""
    return isinstance(value, (torch.Tensor, np.ndarray)) and spread(value.shape) > _LARGE


def spread(shape: Sequence[int]) -> int:
    """How many values there are to be gone through; where a dimension is empty, how many rows of nothing."""
    return math.prod(max(1, size) for size in shape)


def _canonical(value: Any, left: Left) -> Any:
    size = value.size if isinstance(value, np.ndarray) else value.numel() if isinstance(value, torch.Tensor) else 0
    left.parts -= 1 + (0 if is_large(value) else size // 1000 + min(size, _MOST_VALUES) // _VALUES_A_PART)
    if left.parts < 0:
        return ("object",)
    if isinstance(value, torch.Tensor):
        return _tensor(value)
    if isinstance(value, np.ndarray):
        return _array(value, value.shape, f"numpy.{value.dtype}")
    if isinstance(value, np.generic):
        return _canonical(np.asarray(value), left)
    if value is None or isinstance(value, (bool, int, str)):
        return value if not isinstance(value, int) or abs(value) < 1 << 63 else "a large integer"
    if isinstance(value, float):
        return float(value)
    if isinstance(value, complex):
        return ("complex", value.real, value.imag)
    if isinstance(value, Mapping):
        keys = sorted(value, key=name_of)[:_MOST_ITEMS]
        return ("dict", [[name_of(key), _canonical(value[key], left)] for key in keys])
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=name_of) if isinstance(value, (set, frozenset)) else value
        kind = next(k for k, t in _KINDS.items() if isinstance(value, t))
        return (kind, len(items), [_canonical(item, left) for item in list(items)[:_MOST_ITEMS]])
    return ("object",)


_KINDS: dict[str, Any] = {"list": list, "tuple": tuple, "set": (set, frozenset)}


def _tensor(tensor: torch.Tensor) -> Any:
    if tensor.is_meta or tensor.layout != torch.strided or is_large(tensor):
        return ("array", tuple(tensor.shape), str(tensor.dtype), None)
    try:
        return _plain(tensor.detach().cpu().resolve_conj().resolve_neg(), tensor)
    except (TypeError, RuntimeError):  # of a few bits each, which hardly anything can be done with
        return ("array", tuple(tensor.shape), str(tensor.dtype), None)


def _plain(plain: torch.Tensor, tensor: torch.Tensor) -> Any:
    if plain.dtype in (torch.bfloat16, torch.float16) or (plain.element_size() < 2 and plain.is_floating_point()):
        plain = plain.float()
    return _array(plain.numpy(), tuple(tensor.shape), str(tensor.dtype))


def _array(values: npt.NDArray[Any], shape: tuple[int, ...], dtype: str) -> Any:
    if values.dtype.kind not in "biufc" or is_large(values):
        return ("array", tuple(shape), dtype, None)
    flat = values.reshape(-1)
    flat = flat[:: max(1, -(-flat.size // _MOST_VALUES))]
    if flat.dtype.kind == "c":
        flat = np.concatenate([flat.real, flat.imag])
    with np.errstate(invalid="ignore"):  # some bit patterns of NaN
        return ("array", tuple(shape), dtype, np.ascontiguousarray(flat, dtype=np.float64))
