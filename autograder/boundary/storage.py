"""Storages as bytes, tensors laid over them, and what of tensors and arrays can be written down so."""

import ctypes
import math
from typing import Any

import numpy as np
import torch

ARRAY_KINDS = "biufc"  # of NumPy's: plain numbers
DTYPES = {str(value).removeprefix("torch."): value for value in vars(torch).values() if isinstance(value, torch.dtype)}


def storage_bytes(storage: torch.UntypedStorage) -> bytes:
    """Copy a CPU storage without running a tensor operation (a student may have patched those)."""
    size = storage.nbytes()
    return ctypes.string_at(storage.data_ptr(), size) if size else b""


def fill_storage(storage: torch.UntypedStorage, data: bytes) -> None:
    if data:
        ctypes.memmove(storage.data_ptr(), data, len(data))


def new_storage(blob: bytes) -> torch.UntypedStorage:
    storage = torch.UntypedStorage(len(blob))
    fill_storage(storage, blob)
    return storage


def is_plain(tensor: torch.Tensor) -> bool:
    """Whether a tensor is a stretch of ordinary memory, seen with strides."""
    return (
        tensor.layout is torch.strided
        and tensor.device.type == "cpu"
        and not tensor.is_quantized
        and not tensor.is_nested
    )


def stored_shape(shape: list[int], stride: list[int]) -> list[int]:
    """The shape of what lies in memory: an expanded dimension is there once."""
    return [1 if step == 0 else size for size, step in zip(shape, stride, strict=True)]


def spread(shape: list[int]) -> int:
    """How many values there are, or rows of nothing: where one dimension is empty, the others cost nothing to send."""
    return math.prod(max(1, n) for n in shape)


def covers(entry: list[Any], storage: torch.UntypedStorage) -> bool:
    """Whether a tensor looks at every byte of its storage."""
    name, _, shape, stride, *_ = entry
    numel = math.prod(shape)
    return _is_permuted(shape, stride) and numel * DTYPES[name].itemsize >= storage.nbytes()


def _is_permuted(shape: list[int], stride: list[int]) -> bool:
    """Whether the elements lie without gaps or overlaps, in whatever order of the dimensions."""
    expected = 1
    for step, size in sorted((step, size) for size, step in zip(shape, stride, strict=True) if size != 1):
        if step != expected:
            return False
        expected *= size
    return True


def strided(
    dtype: torch.dtype, storage: torch.UntypedStorage, shape: list[int], stride: list[int], offset: int
) -> torch.Tensor:
    return torch.empty(0, dtype=dtype, device="cpu").set_(storage, offset, shape, stride)


def array_dtype(name: Any) -> np.dtype[Any]:
    """NumPy's dtype of this name. Raises ValueError for one that is not of plain numbers."""
    dtype = np.dtype(str(name)[:8])
    if dtype.kind not in ARRAY_KINDS:
        raise ValueError("array dtype")
    return dtype
