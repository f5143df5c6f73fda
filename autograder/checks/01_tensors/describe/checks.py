"""Hidden checks of describe."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_equal, assert_type, assert_unchanged, check

from ..common import assert_calls_apart, assert_globals_unchanged, integer, normal
from . import probes

BYTES_OF_ONE = {
    torch.float32: 4,
    torch.float64: 8,
    torch.float16: 2,
    torch.bfloat16: 2,
    torch.bool: 1,
    torch.uint8: 1,
    torch.int8: 1,
    torch.int16: 2,
    torch.int32: 4,
    torch.int64: 8,
    torch.complex64: 8,
    torch.complex128: 16,
}
RARE = {torch.float8_e4m3fn: 1, torch.uint16: 2, torch.uint32: 4, torch.uint64: 8, torch.complex32: 4}
KEYS = ("shape", "dtype", "device", "ndim", "numel", "nbytes")


def entry(description, key):
    assert_type(description, dict, "the description")
    if key not in description:
        raise Mismatch(f'the description has no key "{key}"')
    return description[key]


def assert_integer(value, expected, what):
    # NumPy's integers are integers too, and equal Python's.
    assert_type(value, (int, np.integer), what)
    assert_equal(int(value), expected, what)


def assert_sizes(value, expected, what):
    """A tuple of integers, NumPy's included."""
    assert_type(value, tuple, what)
    plain = tuple(int(size) if isinstance(size, np.integer) else size for size in value)
    assert_equal(plain, expected, what)


def without_data(student, dtype=torch.float64):
    """The description of a tensor of shape (2, 3) on the device meta."""
    return student.probe(probes.describe_on_meta, shape=(2, 3), dtype=dtype)


@check("describe")
def test_shape_and_ndim(student, rng):
    """The shape is a tuple of ints and ndim their number, for any number of dimensions."""
    n, d = integer(2, 99, rng), integer(2, 99, rng)
    for shape in [(n, d), (d,), (d, 1, 2, n), (), (0, n)]:
        description = student.describe(torch.zeros(shape))
        assert_sizes(entry(description, "shape"), shape, "the shape")
        assert_integer(entry(description, "ndim"), len(shape), "ndim")


@check("describe")
def test_dtype_and_device(student, rng):
    """The dtype is the tensor's own torch.dtype, and the device is named by a text, wherever the tensor is."""
    dtypes = list(BYTES_OF_ONE)
    for dtype in [dtypes[place] for place in torch.randperm(len(dtypes), generator=rng)]:  # in no order known before
        description = student.describe(torch.zeros(2, 3, dtype=dtype))
        assert_type(entry(description, "dtype"), torch.dtype, "the dtype")
        assert_equal(entry(description, "dtype"), dtype, "the dtype")
        assert_type(entry(description, "device"), str, "the device")
        assert_equal(entry(description, "device"), "cpu", "the device of a tensor on the CPU")
    assert_equal(entry(without_data(student), "device"), "meta", "the device of a tensor that is not on the CPU")


@check("describe")
def test_numel_counts_every_element(student, rng):
    """numel counts every element: of matrices, of views, of a tensor without dimensions (1) and of an empty one (0)."""
    n, d = integer(3, 9, rng), integer(3, 9, rng)
    table = torch.zeros(n, d)
    assert_integer(entry(student.describe(table), "numel"), n * d, "numel")
    assert_integer(entry(student.describe(table[1:, ::2]), "numel"), (n - 1) * ((d + 1) // 2), "numel of a view")
    assert_integer(entry(student.describe(torch.zeros(d, 2, n)), "numel"), 2 * n * d, "numel")
    assert_integer(entry(student.describe(torch.tensor(3.0)), "numel"), 1, "numel of a tensor without dimensions")
    assert_integer(entry(student.describe(torch.zeros(0, d)), "numel"), 0, "numel of an empty tensor")


@check("describe")
def test_nbytes_of_every_dtype(student, rng):
    """nbytes is the number of elements times the bytes of one: for every dtype, for views, for one element and none."""
    n = integer(3, 999, rng)
    for dtype, size in BYTES_OF_ONE.items():
        table = torch.zeros(n, 4, dtype=dtype)
        assert_integer(entry(student.describe(table), "nbytes"), 4 * n * size, f"nbytes of a {dtype} tensor")
        view = table.t()[:3, 1:]
        assert_integer(entry(student.describe(view), "nbytes"), 3 * (n - 1) * size, "nbytes of a view of a part")
        repeated = table[:1].expand(n, 4)
        assert_integer(entry(student.describe(repeated), "nbytes"), 4 * n * size, "nbytes of a view that repeats a row")
        single, none = torch.zeros((), dtype=dtype), torch.zeros(0, n, dtype=dtype)
        assert_integer(entry(student.describe(single), "nbytes"), size, "nbytes of a tensor without dimensions")
        assert_integer(entry(student.describe(none), "nbytes"), 0, "nbytes of an empty tensor")
    assert_integer(entry(without_data(student), "nbytes"), 48, "nbytes of a (2, 3) tensor of float64 on another device")
    for dtype, size in RARE.items():
        assert_integer(entry(without_data(student, dtype), "nbytes"), 6 * size, f"nbytes of a {dtype} tensor")


@check("describe", weight=0.5, alone=False)
def test_exactly_six_keys(student):
    """The dictionary has the six keys that are asked for, and no others."""
    description = student.describe(torch.zeros(2, 3))
    assert_type(description, dict, "the description")
    missing = [key for key in KEYS if key not in description]
    if missing:
        raise Mismatch(f"the description has no key {', '.join(map(repr, missing))}")
    if len(description) > len(KEYS):
        raise Mismatch(f"the description has {len(description)} keys; {len(KEYS)} are asked for")


@check("describe", weight=0.5, effects=True, alone=False)
def test_described_tensor_unchanged(student, rng):
    """t, earlier results and the global state stay as they were."""
    plain, vector, trained = normal((3, 4), (5,), (2, 3), rng=rng)
    for t in (plain, vector, trained.requires_grad_()):
        before = t.detach().clone().requires_grad_(t.requires_grad)
        description = student.describe(t)
        for key in KEYS:
            entry(description, key)
        assert_unchanged(t, before, "your input t")
    vector, block = torch.zeros(integer(2, 9, rng)), torch.zeros(2, 3, integer(2, 9, rng))
    assert_calls_apart(student, "describe", [vector], [block], [block + 1])
    again, fresh = student.probe(probes.described_again, shape=(2, 7))
    if repr(again) != repr(fresh):
        raise Mismatch(
            "a tensor was turned over in place, and it is described otherwise than a new one of that shape",
            mistake="The description of a tensor is kept, and handed out again when the tensor is another one, or the "
            "description has been written to. Look at the tensor in every call.",
        )
    assert_globals_unchanged(student)
