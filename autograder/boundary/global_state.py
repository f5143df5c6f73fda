"""Global state that an answer should leave as it found it, and which of it a call has changed."""

import ctypes
import random
import struct
import sys
from typing import Any

import numpy as np
import torch


class GlobalState:
    """What a call might change beside its arguments: taken before it, compared after it."""

    def __init__(self) -> None:
        self._before = _read()

    def changed(self) -> list[str]:
        """The names of what is different now, in the words a student reads."""
        return [name for name, value in _read().items() if value != self._before[name]]


class _NumPysGenerator:
    """NumPy's global generator, whose whole state takes NumPy as long to tell as everything else here together.

    So its key and position are read from where they lie. Beside them it keeps the second of two normal numbers that are
    drawn at once: one can only come to be there when key or position change.
    """

    _SIZE = 624 * 4 + 4  # a Mersenne twister's key and position

    def __init__(self) -> None:
        self._told: tuple[bytes, Any] | None = None

    def state(self) -> Any:
        generator: Any = np.random.mtrand._rand._bit_generator
        if type(generator) is not np.random.MT19937:  # a notebook may set another
            return np.random.get_state(legacy=False)
        raw = ctypes.string_at(generator.ctypes.state_address, self._SIZE)
        if self._told is None or raw != self._told[0] or self._told[1][0]:
            told: Any = np.random.get_state(legacy=False)
            self._told = raw, (told["has_gauss"], told["gauss"])
        return self._told


class _PythonsGenerator:
    """The generator behind Python's `random`, which tells its state as 625 new numbers: slower than all else here.

    So its position and key, too, are read from where they lie, behind the object's head, if they do lie there.
    """

    _LAYOUT = struct.Struct("=i624I")

    def __init__(self) -> None:
        self._generator: Any = random.getstate.__self__  # type: ignore[attr-defined]
        self._lies_there = sys.implementation.name == "cpython" and self._raw() == self._told()

    def state(self) -> Any:
        if not self._lies_there:
            return self._generator.getstate()
        return self._raw(), self._generator.gauss_next  # the second of two normal numbers is kept, as in NumPy

    def _raw(self) -> bytes:
        return ctypes.string_at(id(self._generator) + object.__basicsize__, self._LAYOUT.size)

    def _told(self) -> bytes:
        *key, position = self._generator.getstate()[1]
        return self._LAYOUT.pack(position, *key)


_numpys_generator = _NumPysGenerator()
_pythons_generator = _PythonsGenerator()


def _read() -> dict[str, Any]:
    torchs_state = torch.default_generator.get_state()
    return {
        "torch's random state": ctypes.string_at(torchs_state.data_ptr(), torchs_state.nbytes),
        "NumPy's random state": _numpys_generator.state(),
        "Python's random state": _pythons_generator.state(),
        "the default dtype": torch.get_default_dtype(),
        "the gradient mode": torch.is_grad_enabled(),
        "the choice of deterministic algorithms": torch.are_deterministic_algorithms_enabled(),
    }
