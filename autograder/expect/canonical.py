"""A value in canonical form: plain data that says what a check may have looked at, and nothing that is left free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

_MOST_VALUES = 256  # of an array: enough to tell two mistakes apart
_MOST_ITEMS = 100  # of a list or dict


def canonical(value: Any) -> Any:
    """A value as data: arrays as ("array", shape, dtype, values), numbers as they are, other things by their kind."""
    if isinstance(value, torch.Tensor):
        return _tensor(value)
    if isinstance(value, np.ndarray):
        return _array(value, value.shape, f"numpy.{value.dtype}")
    if isinstance(value, np.generic):
        return canonical(np.asarray(value))
    if value is None or isinstance(value, (bool, int, str)):
        return value if not isinstance(value, int) or abs(value) < 1 << 63 else "a large integer"
    if isinstance(value, float):
        return float(value)
    if isinstance(value, complex):
        return ("complex", value.real, value.imag)
    if isinstance(value, Mapping):
        return ("dict", [[str(key)[:200], canonical(value[key])] for key in sorted(value, key=str)[:_MOST_ITEMS]])
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        kind = next(k for k, t in _KINDS.items() if isinstance(value, t))
        return (kind, len(items), [canonical(item) for item in list(items)[:_MOST_ITEMS]])
    return ("object",)


_KINDS: dict[str, Any] = {"list": list, "tuple": tuple, "set": (set, frozenset)}


def _tensor(tensor: torch.Tensor) -> Any:
    if tensor.is_meta or tensor.layout != torch.strided:
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
    if values.dtype.kind not in "biufc":
        return ("array", tuple(shape), dtype, None)
    flat = values.reshape(-1)
    flat = flat[:: max(1, -(-flat.size // _MOST_VALUES))]
    if flat.dtype.kind == "c":
        flat = np.concatenate([flat.real, flat.imag])
    return ("array", tuple(shape), dtype, np.ascontiguousarray(flat, dtype=np.float64))
