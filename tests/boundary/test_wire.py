"""What crosses the wire arrives as it was, and what must not be believed is refused."""

import contextlib
import struct

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.boundary.wire import Decoder, Encoder, Handle, Pickled, WireError, split


def no_foreign(value: object) -> Handle:
    raise AssertionError(f"{value!r} should have crossed as a value")


def decode(message: bytes) -> object:
    return Decoder(lambda handle: handle).decode(split(message)).value


def there_and_back(value: object) -> object:
    return decode(Encoder(no_foreign).encode(value))


plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8"))
plain |= st.binary() | st.complex_numbers(allow_nan=False)
keys = st.text(max_size=5) | st.integers() | st.tuples(st.integers(), st.integers())


@given(st.recursive(plain, lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(keys, inner)))
@settings(max_examples=200, deadline=None)
def test_plain_values_keep_value_and_type(value):
    arrived = there_and_back(value)
    assert arrived == value
    assert repr(arrived) == repr(value)  # 1 == 1.0 == True, and [] != (): the text tells them apart


@pytest.mark.parametrize(
    "dtype", [torch.float32, torch.float64, torch.bfloat16, torch.uint8, torch.bool, torch.complex64]
)
def test_tensors_keep_values_dtype_shape_and_strides(dtype):
    tensor = (torch.randn(3, 4, 5) * 3).to(dtype).permute(2, 0, 1)[1:, :, ::2]
    arrived = there_and_back(tensor)
    assert torch.equal(arrived, tensor)
    assert (arrived.dtype, arrived.stride(), arrived.storage_offset()) == (
        dtype,
        tensor.stride(),
        tensor.storage_offset(),
    )


@pytest.mark.parametrize(
    "tensor", [torch.tensor(3.5), torch.empty(0, 3), torch.ones(1).expand(5), torch.randn(2).conj()]
)
def test_unusual_tensors_cross(tensor):
    assert torch.equal(there_and_back(tensor), tensor)


def test_views_of_one_storage_stay_views_of_one_storage():
    base = torch.arange(10.0)
    first, second, other = there_and_back((base[:6], base[4:], base.clone()))
    first[5] = -1
    assert second[1] == -1
    assert other[5] == 5


def test_one_tensor_twice_is_one_tensor_twice():
    tensor = torch.ones(2, requires_grad=True)
    first, second = there_and_back([tensor, tensor])
    assert first is second
    assert first.requires_grad


def test_parameters_stay_parameters():
    assert isinstance(there_and_back(torch.nn.Parameter(torch.ones(2))), torch.nn.Parameter)


@pytest.mark.parametrize(
    "array", [np.arange(6).reshape(2, 3)[:, ::-1], np.float32([1.5]), np.array(2 + 1j), np.zeros((0, 2))]
)
def test_arrays_cross(array):
    arrived = there_and_back(array)
    assert arrived.dtype == array.dtype
    np.testing.assert_array_equal(arrived, array)


def test_numpy_scalars_keep_their_type():
    assert type(there_and_back(np.float32(1.5))) is np.float32


@pytest.mark.parametrize(
    "value", [torch.Size([1, 2]), torch.float16, torch.device("cpu"), slice(1, None, 2), {1, 2}, 2**200, -(2**63) - 1]
)
def test_other_values_cross(value):
    assert there_and_back(value) == value


def test_what_the_wire_does_not_know_becomes_a_handle():
    encoder = Encoder(lambda value: Handle(7, type(value).__name__, "text"))
    handle = decode(encoder.encode([object()]))[0]
    assert (handle.id, handle.type_name) == (7, "object")


def test_a_value_that_contains_itself_is_refused():
    value: list = []
    value.append(value)
    with pytest.raises(WireError, match="nested"):
        Encoder(no_foreign).encode(value)


def test_a_huge_value_is_refused_before_it_is_copied():
    with pytest.raises(WireError, match="too large"):
        Encoder(no_foreign).encode(torch.empty(70_000_000))


def test_pickles_are_refused_where_the_sender_is_not_trusted():
    message = Encoder(lambda value: Pickled(b"cos\nsystem\n(S'true'\ntR.")).encode(object())
    with pytest.raises(WireError):
        decode(message)


def entry(shape, stride, offset=0, index=0, dtype="float32"):
    return [dtype, index, shape, stride, offset, False, False]


@pytest.mark.parametrize(
    "bad",
    [
        entry([5], [1]),  # longer than its storage
        entry([2], [10**9]),
        entry([2], [1], offset=10**12),
        entry([2], [-1]),
        entry([-2], [1]),
        entry([2, 2], [1]),
        entry([2], [1], index=3),
        entry([2], [1], dtype="object"),
        entry([2**62, 2**62], [1, 1]),
        entry(["2"], [1]),
        entry([True], [1]),
        [],
    ],
)
def test_a_tensor_that_lies_about_its_storage_is_refused(bad):
    with pytest.raises(WireError):
        Decoder(lambda handle: handle).decode((msgpack.packb([["T", 0], [bad], [16]]), bytes(16)))


@pytest.mark.parametrize(
    "tree",
    [
        ["?"], ["T", 0], ["T", -1], [], [[]], {"a": 1}, ["y", "no such dtype"], ["v", "no such device"], ["p", b"x"],
        ["a", "|O", [1], 0], ["a", "<f4", [100], 0], ["b", 0], ["b", -1], ["u", "x"],
        ["n", "<f8", b""], ["d", 1], ["d", [["l"], 1]],
        ["i", 5], ["i", "zz"], ["h", "x", "", "", None], ["s", ["l"]], ["z", "a"], ["c", "x", 1],
    ],
)  # fmt: skip
def test_malformed_trees_are_refused(tree):
    with pytest.raises(WireError):
        Decoder(lambda handle: handle).decode((msgpack.packb([tree, [], []]), b""))


def test_a_column_does_not_bring_its_neighbours():
    table = torch.arange(12.0).reshape(4, 3)
    encoder = Encoder(no_foreign)
    message = encoder.encode(table[:, :1])
    assert struct.pack("<f", 7.0) not in message
    assert torch.equal(decode(message), table[:, :1])
    assert torch.equal(there_and_back(table[1:, 1].expand(2, 3)), table[1:, 1].expand(2, 3))


def test_a_written_view_changes_what_it_looks_at_and_nothing_else():
    table = torch.arange(12.0).reshape(4, 3)
    encoder = Encoder(no_foreign)
    view = decode(encoder.encode(table[:, :1]))
    view.add_(100)
    encoder.write_back(0, bytes(view.untyped_storage()), lambda tensor: True)
    assert table[:, 0].tolist() == [100, 103, 106, 109]
    assert table[:, 1].tolist() == [1, 4, 7, 10]


HUGE_TENSOR = [["T", 0], [entry([2**40], [0])], [16]]
MANY_NODES = [["l", *[["l"]] * 250_000], [], []]
COLLIDING = [["s", *[["i", hex((2**61 - 1) * k)] for k in range(20_000)]], [], []]
LONG_INTEGER = [["i", "0x" + "f" * 5_000], [], []]
WRONG_LENGTHS = [None, [], [17]]


@pytest.mark.parametrize("head", [HUGE_TENSOR, MANY_NODES, COLLIDING, LONG_INTEGER, WRONG_LENGTHS])
def test_what_would_cost_the_grader_memory_or_time_is_refused(head):
    with pytest.raises(WireError):
        Decoder(lambda handle: handle).decode((msgpack.packb(head), bytes(16)))


@pytest.mark.parametrize("value", [torch.ones(1).expand(2**40), 2**5_000, list(range(300_000)), "x" * 300_000_000])
def test_what_is_too_large_is_not_sent(value):
    with pytest.raises(WireError):
        Encoder(no_foreign).encode(value)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_arbitrary_bytes_never_raise_anything_else(data):
    with contextlib.suppress(WireError):
        Decoder(lambda handle: handle).decode((data, data))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_damaged_message_never_raises_anything_else(data):
    message = bytearray(Encoder(no_foreign).encode({"a": [torch.ones(3), 2, "text"], "b": (np.ones(2), None)}))
    for _ in range(data.draw(st.integers(1, 4))):
        message[data.draw(st.integers(8, len(message) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WireError):
        decode(bytes(message))
