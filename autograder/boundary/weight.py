"""How much memory values take that a worker sent, and how much of it one submission may keep in the grader."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

_PART = 64  # bytes of anything that is held


@dataclass
class Room:
    """Bytes that are left: for the answers of one check, or of a whole submission."""

    left: int

    def takes(self, size: int) -> bool:
        """Whether so much still fits; takes it off if so."""
        if size > self.left:
            return False
        self.left -= size
        return True


def weight(value: Any) -> int:
    """Bytes that a received value takes, whatever it is made of: tensors, arrays, texts, the containers themselves."""
    return sum(map(_own, _parts(value)))


def _parts(value: Any) -> Iterator[Any]:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list | tuple | set):
            waiting += part
        elif isinstance(part, nn.Module):
            waiting += [*part.parameters(), *part.buffers()]


def _own(part: Any) -> int:
    if isinstance(part, torch.Tensor):
        return _PART + part.numel() * part.itemsize
    if isinstance(part, np.ndarray):
        return _PART + part.nbytes
    return _PART + len(part) if isinstance(part, str | bytes) else _PART
