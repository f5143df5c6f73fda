"""Messages between the trusted grader and a sandboxed worker.

A message is one msgpack map: a tree of tagged nodes, a table of tensors and a table of storages (raw bytes). Tensors
refer to storages, so strides, offsets, and views that share memory survive the journey; safetensors, which knows only
contiguous tensors, would lose all three. Nothing that a worker sent is ever unpickled, and every length, index and
extent is checked before it is used.
"""

import ctypes
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgpack
import numpy as np
import torch

MAX_MESSAGE = 256 << 20
"""Bytes. A longer message is refused by the sender and, should a worker lie about its length, by the receiver."""
_MAX_DEPTH = 64
_MAX_NODES = 1_000_000

_HEADER = struct.Struct("<I")
_DTYPES = {str(value).removeprefix("torch."): value for value in vars(torch).values() if isinstance(value, torch.dtype)}
_ARRAY_KINDS = "biufc"
_PLAIN = (type(None), bool, float, str, bytes)


class WireError(Exception):
    """The other side sent something that is not a message, or a value cannot be sent."""


class Closed(WireError):
    """The other side has gone."""


@dataclass(slots=True)
class Pickled:
    """A value of ours that a worker may unpickle; refused in the other direction."""

    data: bytes


@dataclass(slots=True)
class Handle:
    """Stands for an object that stays in the worker."""

    id: int
    type_name: str
    text: str
    state: Any = None


@dataclass(slots=True)
class Decoded:
    """A received value, the distinct tensors in it (in order of appearance) and their storages.

    `sent` holds the bytes each storage arrived with, so that a later change can be noticed.
    """

    value: Any
    tensors: list[torch.Tensor] = field(default_factory=list)
    storages: list[torch.UntypedStorage] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)


def storage_bytes(storage: torch.UntypedStorage) -> bytes:
    """Copy a CPU storage without running a tensor operation (a student may have patched those)."""
    size = storage.nbytes()
    return ctypes.string_at(storage.data_ptr(), size) if size else b""


def fill_storage(storage: torch.UntypedStorage, data: bytes) -> None:
    if data:
        ctypes.memmove(storage.data_ptr(), data, len(data))


class Encoder:
    """Turns one value into one message. `foreign` maps objects the wire does not know to a Handle or Pickled."""

    def __init__(self, foreign: Callable[[Any], Handle | Pickled]) -> None:
        self._foreign = foreign
        self.tensors: list[torch.Tensor] = []
        self.storages: list[torch.UntypedStorage] = []
        self._nodes = 0
        self._seen: dict[int, int] = {}
        self._storage_index: dict[int, int] = {}
        self._table: list[list[Any]] = []
        self._keep: list[Any] = []

    def encode(self, value: Any) -> bytes:
        tree = self._node(value, 0)
        total = sum(storage.nbytes() for storage in self.storages)
        if total > MAX_MESSAGE:
            raise WireError(
                f"a value of {total >> 20} MiB is too large to be sent (the limit is {MAX_MESSAGE >> 20} MiB)"
            )
        body = msgpack.packb([tree, self._table, [storage_bytes(s) for s in self.storages]])
        if len(body) > MAX_MESSAGE + (1 << 20):
            raise WireError(f"a value of {len(body) >> 20} MiB is too large to be sent")
        return bytes(body)

    def _node(self, value: Any, depth: int) -> Any:
        self._nodes += 1
        if depth > _MAX_DEPTH or self._nodes > _MAX_NODES:
            raise WireError("a value is nested too deeply or has too many parts to be sent")
        kind = type(value)
        if kind in _PLAIN:
            return value.encode("utf-8", "replace").decode() if kind is str else value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else ["i", hex(value)]
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if kind is np.ndarray and value.dtype.kind in _ARRAY_KINDS:
            data = np.ascontiguousarray(value)
            return ["a", value.dtype.str, list(value.shape), data.tobytes()]
        if isinstance(value, np.generic) and value.dtype.kind in _ARRAY_KINDS:
            return ["n", value.dtype.str, value.tobytes()]
        if kind is torch.Size:
            return ["z", *map(int, value)]
        if isinstance(value, dict):
            below = depth + 1
            return ["d", *([self._node(k, below), self._node(v, below)] for k, v in value.items())]
        for tag, sequence in (("l", list), ("t", tuple), ("s", (set, frozenset))):
            if isinstance(value, sequence):
                return [tag, *(self._node(item, depth + 1) for item in value)]
        return self._scalar(value, depth)

    def _scalar(self, value: Any, depth: int) -> Any:
        if isinstance(value, bool | int | float | str):  # subclasses, an IntEnum say: the plain value crosses
            base = next(b for b in (bool, int, float, str) if isinstance(value, b))
            return self._node(base(value), depth + 1)
        if isinstance(value, complex):
            return ["c", value.real, value.imag]
        if isinstance(value, torch.dtype):
            return ["y", str(value).removeprefix("torch.")]
        if isinstance(value, torch.device):
            return ["v", str(value)]
        if isinstance(value, slice):
            return ["x", *(self._node(part, depth + 1) for part in (value.start, value.stop, value.step))]
        foreign = self._foreign(value)
        if isinstance(foreign, Pickled):
            return ["p", foreign.data]
        return ["h", foreign.id, foreign.type_name[:200], foreign.text[:500], self._node(foreign.state, depth + 1)]

    def _tensor(self, tensor: torch.Tensor) -> Any:
        if id(tensor) in self._seen:
            return ["T", self._seen[id(tensor)]]
        if type(tensor) not in (torch.Tensor, torch.nn.Parameter) or not _is_plain(tensor):
            foreign = self._foreign(tensor)
            assert isinstance(foreign, Handle)
            return ["h", foreign.id, foreign.type_name[:200], foreign.text[:500], None]
        dense = tensor.detach().resolve_conj().resolve_neg()
        storage = dense.untyped_storage()
        self._keep.append((tensor, dense))
        key = storage.data_ptr() or -len(self.storages) - 1
        if key not in self._storage_index:
            self._storage_index[key] = len(self.storages)
            self.storages.append(storage)
        index = self._seen[id(tensor)] = len(self._table)
        self.tensors.append(tensor)
        dtype = str(tensor.dtype).removeprefix("torch.")
        flags = [bool(tensor.requires_grad), isinstance(tensor, torch.nn.Parameter)]
        place = [self._storage_index[key], list(dense.shape), list(dense.stride()), dense.storage_offset()]
        self._table.append([dtype, *place, *flags])
        return ["T", index]


def _is_plain(tensor: torch.Tensor) -> bool:
    return (
        tensor.layout is torch.strided
        and tensor.device.type == "cpu"
        and not tensor.is_quantized
        and not tensor.is_nested
    )


class Decoder:
    """Turns one message into one value, trusting none of it. `resolve` gives a Handle its local meaning.

    `unpickle` is None wherever the sender is not trusted.
    """

    def __init__(self, resolve: Callable[[Handle], Any], unpickle: Callable[[bytes], Any] | None = None) -> None:
        self._resolve = resolve
        self._unpickle = unpickle
        self._tensors: list[torch.Tensor] = []

    def decode(self, message: bytes) -> Decoded:
        try:
            tree, table, blobs = msgpack.unpackb(message, strict_map_key=False)
            storages = [_new_storage(blob) for blob in blobs]
            self._tensors = [_view(entry, storages) for entry in table]
            return Decoded(self._value(tree, 0), self._tensors, storages, blobs)
        except WireError:
            raise
        except Exception as problem:  # whatever malformed input provokes inside msgpack, NumPy or torch
            raise WireError(f"malformed message: {type(problem).__name__}: {problem}") from problem

    def _value(self, node: Any, depth: int) -> Any:
        if depth > 2 * _MAX_DEPTH:
            raise WireError("malformed message: nested too deeply")
        if not isinstance(node, list):
            if isinstance(node, dict):
                raise WireError("malformed message: untagged map")
            return node
        tag, *rest = node

        def values(parts: list[Any]) -> list[Any]:
            return [self._value(part, depth + 1) for part in parts]

        match tag:
            case "T":
                if not isinstance(rest[0], int) or rest[0] < 0:
                    raise WireError("malformed message: tensor index")
                return self._tensors[rest[0]]
            case "l":
                return values(rest)
            case "t":
                return tuple(values(rest))
            case "s":
                return set(values(rest))
            case "d":
                return {self._value(k, depth + 1): self._value(v, depth + 1) for k, v in rest}
            case "i":
                return int(rest[0][:10_000], 16)
            case "c":
                return complex(float(rest[0]), float(rest[1]))
            case "z":
                return torch.Size(rest)
            case "y":
                return _DTYPES[rest[0]]
            case "v":
                return torch.device(str(rest[0])[:40])
            case "x":
                return slice(*values(rest))
            case "a" | "n":
                return _array(tag, *rest)
            case "p" if self._unpickle is not None:
                return self._unpickle(rest[0])
            case "h":
                number, type_name, text, state = rest
                return self._resolve(
                    Handle(int(number), str(type_name)[:200], str(text)[:500], self._value(state, depth + 1))
                )
        raise WireError("malformed message: unknown tag")


def _new_storage(blob: bytes) -> torch.UntypedStorage:
    if not isinstance(blob, bytes):
        raise WireError("malformed message: a storage must be bytes")
    storage = torch.UntypedStorage(len(blob))
    fill_storage(storage, blob)
    return storage


def _view(entry: list[Any], storages: list[torch.UntypedStorage]) -> torch.Tensor:
    name, index, shape, stride, offset, requires_grad, is_parameter = entry
    dtype = _DTYPES[name]
    numbers = [*shape, *stride, offset, index]
    if len(shape) != len(stride) or len(shape) > 64 or any(type(n) is not int or n < 0 for n in numbers):
        raise WireError("malformed message: tensor geometry")
    storage = storages[index]
    last = offset + sum((n - 1) * s for n, s in zip(shape, stride, strict=True)) if 0 not in shape else offset - 1
    if (last + 1) * dtype.itemsize > storage.nbytes():
        raise WireError("malformed message: a tensor reaches beyond its storage")
    with torch.no_grad():
        tensor = torch.empty(0, dtype=dtype, device="cpu").set_(storage, offset, shape, stride)
    if is_parameter:
        return torch.nn.Parameter(tensor, requires_grad=bool(requires_grad))
    return tensor.requires_grad_(bool(requires_grad))


def _array(tag: str, dtype_name: str, *rest: Any) -> Any:
    dtype = np.dtype(str(dtype_name)[:8])
    if dtype.kind not in _ARRAY_KINDS:
        raise WireError("malformed message: array dtype")
    if tag == "n":
        return np.frombuffer(rest[0], dtype, count=1)[0]
    shape, data = rest
    if any(type(n) is not int or n < 0 for n in shape):
        raise WireError("malformed message: array shape")
    return np.frombuffer(bytearray(data), dtype).reshape(shape)


class Channel:
    """A stream socket that carries length-prefixed messages, with an optional deadline."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        # A student may read fileno() but has nothing to gain: the other side trusts no byte of it.
        self.fileno = sock.fileno

    def send(self, body: bytes) -> None:
        try:
            self._socket.settimeout(60)
            self._socket.sendall(_HEADER.pack(len(body)) + body if len(body) < 4096 else _HEADER.pack(len(body)))
            if len(body) >= 4096:
                self._socket.sendall(body)
        except OSError as problem:
            raise Closed("the other side is gone") from problem

    def receive(self, still_waiting: Callable[[], bool] | None = None, interval: float = 0.1) -> bytes:
        """Return the next message. `still_waiting` is asked every `interval` seconds; False raises TimeoutError."""
        (length,) = _HEADER.unpack(self._read(_HEADER.size, still_waiting, interval))
        if length > MAX_MESSAGE + (1 << 20):
            raise WireError("malformed message: longer than allowed")
        return self._read(length, still_waiting, interval)

    def _read(self, count: int, still_waiting: Callable[[], bool] | None, interval: float) -> bytes:
        buffer = bytearray(count)
        view, position = memoryview(buffer), 0
        asked = time.monotonic()
        self._socket.settimeout(interval if still_waiting else None)
        while position < count:
            try:
                received = self._socket.recv_into(view[position:])
            except TimeoutError:
                received = -1
            except OSError as problem:
                raise Closed("the other side is gone") from problem
            if received == 0:
                raise Closed("the other side is gone")
            position += max(received, 0)
            if still_waiting is not None and time.monotonic() - asked > interval:
                asked = time.monotonic()
                if not still_waiting():
                    raise TimeoutError
        return bytes(buffer)

    def send_descriptor(self, descriptor: int) -> None:
        socket.send_fds(self._socket, [b"F"], [descriptor])

    def receive_descriptor(self, timeout: float, still_waiting: Callable[[], bool] | None = None) -> int:
        """Return a received file descriptor; `still_waiting` is asked now and then and may raise. Raises Closed."""
        until = time.monotonic() + timeout
        self._socket.settimeout(0.1)
        while time.monotonic() < until:
            try:
                mark, descriptors, _, _ = socket.recv_fds(self._socket, 1, 1)
            except TimeoutError:
                if still_waiting is None or still_waiting():
                    continue
                break
            except OSError as problem:
                raise Closed("no descriptor came") from problem
            if mark == b"F" and len(descriptors) == 1:
                return descriptors[0]
            break
        raise Closed("no descriptor came")

    def close(self) -> None:
        self._socket.close()
