"""Messages between the trusted grader and a sandboxed worker.

A message has a head and a body. The head is msgpack: a tree of tagged nodes, a table of tensors and the lengths of the
blobs; the body is the blobs, one after the other: storages, and strings too long for the head. Tensors refer to
storages, so strides, offsets, and views that share memory survive the journey; safetensors, which knows only contiguous
tensors, would lose all three. Nothing that a worker sent is ever unpickled, and every length, index, extent and count
is checked before it is used.
"""

import struct
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

import msgpack
import numpy as np
import torch

from autograder.boundary.storage import (
    ARRAY_KINDS,
    DTYPES,
    array_dtype,
    covers,
    is_plain,
    new_storage,
    spread,
    storage_bytes,
    stored_shape,
    strided,
)

MAX_BODY = 256 << 20
MAX_HEAD = 4 << 20
"""Bytes. A longer message is refused by the sender and, should a worker lie about its length, by the receiver. Tensors
may not be larger than MAX_BODY either when written out in full: an expanded one costs nothing until it is used."""
_MAX_DEPTH = 64
_MAX_NODES = 200_000
_MAX_KEYS = 10_000  # of one set or dict
_MAX_COLLISIONS = 20  # keys of one set or dict with the same hash: each is compared with all others
_MAX_DIGITS = 1_000  # hexadecimal, of an integer
_INLINE = 1_024  # characters or bytes that stay in the head

LENGTHS = struct.Struct("<II")
_PLAIN = (type(None), bool, float)
_SEQUENCES: dict[Any, str] = {list: "l", tuple: "t", set: "s", frozenset: "s"}


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
    """A received value, the distinct tensors in it (in order of appearance) and their storages by number.

    `sent` holds what arrived under each number, so that a later change of a storage can be noticed.
    """

    value: Any = None
    tensors: list[torch.Tensor] = field(default_factory=list)
    storages: dict[int, torch.UntypedStorage] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)


class Encoder:
    """Turns one value into one message. `foreign` maps objects the wire does not know to a Handle or Pickled."""

    def __init__(self, foreign: Callable[[Any], Handle | Pickled]) -> None:
        self._foreign = foreign
        self.tensors: list[torch.Tensor] = []
        self._nodes = 0
        self._seen: dict[int, int] = {}
        self._storages: list[torch.UntypedStorage | None] = []
        self._storage_index: dict[int, int] = {}
        self._blobs: list[bytes] = []
        self._table: list[list[Any]] = []
        self._keep: list[Any] = []

    @classmethod
    def request(cls, fields: dict[str, Any]) -> bytes:
        """Encode a request that holds nothing but values the wire knows."""
        return cls(_nothing_foreign).encode(fields)

    def encode(self, value: Any) -> bytes:
        tree = self._node(value, 0)
        looking: dict[int, list[list[Any]]] = {}  # by storage: to look through all tensors for each takes their square
        for entry in self._table:
            looking.setdefault(entry[1], []).append(entry)
        blobs = [self._blob(index, storage, looking.get(index, [])) for index, storage in enumerate(self._storages)]
        total = sum(map(len, blobs))
        if total > MAX_BODY:
            raise WireError(f"a value of {total >> 20} MiB is too large to be sent (the limit is {MAX_BODY >> 20} MiB)")
        head = msgpack.packb([tree, self._table, [len(blob) for blob in blobs]])
        if len(head) > MAX_HEAD:
            raise WireError("a value has too many parts to be sent")
        return b"".join((LENGTHS.pack(len(head), total), head, *blobs))

    def write_back(self, index: int, data: bytes, wanted: Callable[[torch.Tensor], bool]) -> None:
        """Give tensors on storage number `index` the values they have in `data`, a changed copy of that storage."""
        changed = new_storage(data)
        for tensor, entry in zip(self.tensors, self._table, strict=True):
            if entry[1] == index and wanted(tensor):
                _, _, shape, stride, offset, *_ = entry
                own = stored_shape(shape, stride)
                with torch.no_grad():
                    target = torch.as_strided(tensor.detach(), own, stride, tensor.storage_offset())
                    target.copy_(strided(tensor.dtype, changed, own, stride, offset))

    def storage_sizes(self) -> list[int]:
        return [-1 if storage is None else storage.nbytes() for storage in self._storages]

    def _blob(self, index: int, storage: torch.UntypedStorage | None, entries: list[list[Any]]) -> bytes:
        """A storage's bytes, zero where none of its tensors looks: a column sent must not bring its neighbours."""
        if storage is None:
            return self._blobs[index]
        self._blobs[index] = b""
        if storage.nbytes() > MAX_BODY:
            raise WireError(f"a value of {storage.nbytes() >> 20} MiB is too large to be sent")
        if any(covers(entry, storage) for entry in entries):
            return storage_bytes(storage)
        fresh = new_storage(bytes(storage.nbytes()))
        for name, _, shape, stride, offset, *_ in entries:
            own = stored_shape(shape, stride)
            with torch.no_grad():
                source = strided(DTYPES[name], storage, own, stride, offset)
                strided(DTYPES[name], fresh, own, stride, offset).copy_(source)
        return storage_bytes(fresh)

    def _add_blob(self, data: bytes) -> int:
        self._storages.append(None)
        self._blobs.append(data)
        return len(self._blobs) - 1

    def _node(self, value: Any, depth: int) -> Any:
        self._nodes += 1
        if depth > _MAX_DEPTH or self._nodes > _MAX_NODES:
            raise WireError("a value is nested too deeply or has too many parts to be sent")
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is str:
            if len(value) <= _INLINE and value.isascii():
                return value
            encoded = value.encode("utf-8", "replace")
            return encoded.decode() if len(encoded) <= _INLINE else ["u", self._add_blob(encoded)]
        if kind is bytes:
            return value if len(value) <= _INLINE else ["b", self._add_blob(value)]
        if kind is int:
            if -(2**63) <= value < 2**63:
                return value
            if value.bit_length() > 4 * _MAX_DIGITS - 8:
                raise WireError("an integer is too large to be sent")
            return ["i", hex(value)]
        if kind in _SEQUENCES:
            return [_SEQUENCES[kind], *[self._node(item, depth + 1) for item in value]]
        if isinstance(value, dict):
            below = depth + 1
            return ["d", *[[self._node(k, below), self._node(v, below)] for k, v in value.items()]]
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if kind is np.ndarray and value.dtype.kind in ARRAY_KINDS:
            return ["a", value.dtype.str, list(value.shape), self._add_blob(np.ascontiguousarray(value).tobytes())]
        if isinstance(value, np.generic) and value.dtype.kind in ARRAY_KINDS:
            return ["n", value.dtype.str, value.tobytes()]
        if kind is torch.Size:
            return ["z", *map(int, value)]
        for sequence, tag in _SEQUENCES.items():  # of a kind of its own, a namedtuple say
            if isinstance(value, sequence):
                return [tag, *[self._node(item, depth + 1) for item in value]]
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
            return ["p", self._add_blob(foreign.data)]
        return ["h", foreign.id, foreign.type_name[:200], foreign.text[:500], self._node(foreign.state, depth + 1)]

    def _tensor(self, tensor: torch.Tensor) -> Any:
        if id(tensor) in self._seen:
            return ["T", self._seen[id(tensor)]]
        if type(tensor) not in (torch.Tensor, torch.nn.Parameter) or not is_plain(tensor):
            foreign = self._foreign(tensor)
            assert isinstance(foreign, Handle)
            return ["h", foreign.id, foreign.type_name[:200], foreign.text[:500], None]
        if tensor.numel() * tensor.itemsize > MAX_BODY:
            raise WireError(f"a tensor of shape {tuple(tensor.shape)} is too large to be sent")
        dense = tensor.detach().resolve_conj().resolve_neg()
        storage = dense.untyped_storage()
        self._keep.append((tensor, dense))
        key = storage.data_ptr() or -len(self._storages) - 1
        if key not in self._storage_index:
            self._storage_index[key] = self._add_blob(b"")
            self._storages[-1] = storage
        index = self._seen[id(tensor)] = len(self._table)
        self.tensors.append(tensor)
        dtype = str(tensor.dtype).removeprefix("torch.")
        flags = [bool(tensor.requires_grad), isinstance(tensor, torch.nn.Parameter)]
        place = [self._storage_index[key], list(dense.shape), list(dense.stride()), dense.storage_offset()]
        self._table.append([dtype, *place, *flags])
        return ["T", index]


def _nothing_foreign(value: Any) -> Handle:
    raise WireError(f"a {type(value).__name__} cannot be sent")


class Decoder:
    """Turns one message into one value, trusting none of it. `resolve` gives a Handle its local meaning.

    `unpickle` is None wherever the sender is not trusted.
    """

    def __init__(self, resolve: Callable[[Handle], Any], unpickle: Callable[[bytes], Any] | None = None) -> None:
        self._resolve = resolve
        self._unpickle = unpickle
        self._tensors: list[torch.Tensor] = []
        self._blobs: list[bytes] = []
        self._nodes = 0
        self._room = 2 * MAX_BODY  # bytes that all copies of blobs may take: a message can name one blob many times

    def decode(self, message: tuple[bytes, bytes]) -> Decoded:
        """Decode a message's head and body."""
        head, body = message
        decoded = Decoded()
        try:
            tree, table, lengths = msgpack.unpackb(head, strict_map_key=False, max_map_len=0, max_ext_len=0)
            if any(type(length) is not int or length < 0 for length in lengths) or sum(lengths) != len(body):
                raise WireError("malformed message: lengths")
            if max(len(table), len(lengths)) > _MAX_NODES:
                raise WireError("malformed message: too many parts")
            starts = [0, *accumulate(lengths)]
            self._blobs = [body[start:end] for start, end in pairwise(starts)]
            decoded.sent = self._blobs
            for index in {entry[1] for entry in table}:
                decoded.storages[_index(index, lengths)] = new_storage(self._blobs[index])
            room = 2 * MAX_BODY
            for entry in table:
                tensor = _view(entry, decoded.storages)
                room -= tensor.numel() * tensor.itemsize
                if room < 0:
                    raise WireError("malformed message: tensors too large")
                decoded.tensors.append(tensor)
            self._tensors = decoded.tensors
            decoded.value = self._value(tree, 0)
            return decoded
        except WireError:
            raise
        except Exception as problem:  # whatever malformed input provokes inside msgpack, NumPy or torch
            raise WireError(f"malformed message: {type(problem).__name__}: {problem}") from problem

    def _values(self, nodes: list[Any], depth: int) -> list[Any]:
        self._nodes += len(nodes)
        if depth > 2 * _MAX_DEPTH or self._nodes > _MAX_NODES:
            raise WireError("malformed message: nested too deeply, or too many parts")
        return [self._value(node, depth) if type(node) is list else node for node in nodes]

    def _value(self, node: Any, depth: int) -> Any:
        if type(node) is not list:
            return node
        tag, *rest = node
        below = depth + 1
        match tag:
            case "T":
                return self._tensors[_index(rest[0], self._tensors)]
            case "l":
                return self._values(rest, below)
            case "t":
                return tuple(self._values(rest, below))
            case "d":
                keys = _hashable(self._values([key for key, _ in rest], below))
                return dict(zip(keys, self._values([value for _, value in rest], below), strict=True))
            case "b":
                return self._blobs[_index(rest[0], self._blobs)]
            case "u":
                return self._copied(rest[0]).decode("utf-8", "replace")
            case "s":
                return set(_hashable(self._values(rest, below)))
            case "i":
                if len(rest[0]) > _MAX_DIGITS:
                    raise WireError("an integer is too large to be sent")
                return int(rest[0], 16)
            case "c":
                return complex(float(rest[0]), float(rest[1]))
            case "z":
                return torch.Size(rest)
            case "y":
                return DTYPES[rest[0]]
            case "v":
                return torch.device(str(rest[0])[:40])
            case "x":
                return slice(*self._values(rest, below))
            case "n":
                return np.frombuffer(rest[1], array_dtype(rest[0]), count=1)[0]
            case "a":
                name, shape, index = rest
                if any(type(n) is not int or n < 0 for n in shape) or spread(shape) > MAX_BODY:
                    raise WireError("malformed message: array shape")
                data = bytearray(self._copied(index))
                return np.frombuffer(data, array_dtype(name)).reshape(shape)
            case "p" if self._unpickle is not None:
                return self._unpickle(self._blobs[_index(rest[0], self._blobs)])
            case "h":
                number, type_name, text, state = rest
                (state,) = self._values([state], below)
                return self._resolve(Handle(int(number), str(type_name)[:200], str(text)[:500], state))
        raise WireError("malformed message: unknown tag")

    def _copied(self, index: Any) -> bytes:
        """A blob that is about to be copied."""
        blob = self._blobs[_index(index, self._blobs)]
        self._room -= len(blob)
        if self._room < 0:
            raise WireError("malformed message: too long when written out")
        return blob


def has_key(message: tuple[bytes, bytes], key: str) -> bool:
    """Whether a message of ours is a dict with this key; nothing of it is decoded."""
    head, _ = message
    if msgpack.packb(key) not in head:
        return False
    (tag, *pairs), *_ = msgpack.unpackb(head, strict_map_key=False)
    return tag == "d" and any(name == key for name, _ in pairs)


def _hashable(keys: list[Any]) -> list[Any]:
    """Keys that can be looked up quickly: a worker may send thousands that have one hash, and chooses which."""
    if len(keys) > _MAX_KEYS:
        raise WireError("malformed message: too many keys")
    if keys and max(Counter(map(hash, keys)).values()) > _MAX_COLLISIONS:
        raise WireError("malformed message: keys that cannot be told apart quickly")
    return keys


def _view(entry: list[Any], storages: Mapping[int, torch.UntypedStorage]) -> torch.Tensor:
    name, index, shape, stride, offset, requires_grad, is_parameter = entry
    dtype = DTYPES[name]
    numbers = [*shape, *stride, offset, index]
    if len(shape) != len(stride) or len(shape) > 64 or any(type(n) is not int or n < 0 for n in numbers):
        raise WireError("malformed message: tensor geometry")
    storage = storages[index]
    last = offset + sum((n - 1) * s for n, s in zip(shape, stride, strict=True)) if 0 not in shape else offset - 1
    if (last + 1) * dtype.itemsize > storage.nbytes():
        raise WireError("malformed message: a tensor reaches beyond its storage")
    if spread(shape) * dtype.itemsize > MAX_BODY:
        raise WireError("malformed message: a tensor is too large")
    tensor = strided(dtype, storage, shape, stride, offset)
    if is_parameter:
        return torch.nn.Parameter(tensor, requires_grad=bool(requires_grad))
    return tensor.requires_grad_() if requires_grad else tensor


def _index(value: Any, of: Sequence[Any]) -> int:
    if type(value) is not int or not 0 <= value < len(of):
        raise WireError("malformed message: index")
    return value


def split(message: bytes) -> tuple[bytes, bytes]:
    """Split an encoded message into head and body, as a channel does. Raises WireError where the lengths are wrong."""
    if len(message) < LENGTHS.size:
        raise WireError("malformed message: cut off")
    head, body = LENGTHS.unpack(message[: LENGTHS.size])
    if len(message) != LENGTHS.size + head + body:
        raise WireError("malformed message: cut off")
    return message[LENGTHS.size : LENGTHS.size + head], message[LENGTHS.size + head :]
