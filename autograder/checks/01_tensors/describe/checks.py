"""Hidden checks of describe."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_equal, assert_type, assert_unchanged, check

from ..common import assert_globals_unchanged, integer, normal
from . import probes

DTYPES = (torch.float32, torch.float64, torch.bfloat16, torch.uint8, torch.int64, torch.bool, torch.complex64)


def entry(description, key):
    assert_type(description, dict, "the description")
    if key not in description:
        raise Mismatch(f'the description has no key "{key}"')
    return description[key]


def assert_integer(value, expected, what):
    # NumPy's integers are integers too, and equal Python's.
    assert_type(value, (int, np.integer), what)
    assert_equal(int(value), expected, what)


@check("describe")
def test_shape_and_ndim(student):
    """The shape is a tuple of ints and ndim their number, for any number of dimensions."""
    for shape in [(2, 3), (5,), (3, 1, 2, 4), (), (0, 4)]:
        description = student.describe(torch.zeros(shape))
        assert_equal(entry(description, "shape"), shape, "the shape")
        assert_integer(entry(description, "ndim"), len(shape), "ndim")


@check("describe", hint="A tensor knows its own dtype and device; `str(...)` makes a text of a device.")
def test_dtype_and_device(student):
    """The dtype is the tensor's own torch.dtype, and the device is named by a text, wherever the tensor is."""
    for dtype in DTYPES:
        description = student.describe(torch.zeros(2, 3, dtype=dtype))
        assert_type(entry(description, "dtype"), torch.dtype, "the dtype")
        assert_equal(entry(description, "dtype"), dtype, "the dtype")
        assert_type(entry(description, "device"), str, "the device")
        assert_equal(entry(description, "device"), "cpu", "the device of a tensor on the CPU")
    elsewhere = student.probe(probes.describe_on_meta, shape=(2, 3), dtype=torch.float64)
    assert_equal(entry(elsewhere, "device"), "meta", "the device of a tensor that is not on the CPU")


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


@check("describe", hint="A float32 element takes 4 bytes; others take 1, 2, 8 or 16. Ask the tensor.")
def test_nbytes_of_every_dtype(student, rng):
    """nbytes is the number of elements times the bytes of one, for every dtype and for views."""
    n = integer(3, 9, rng)
    for dtype, size in zip(DTYPES, (4, 8, 2, 1, 8, 1, 8), strict=True):
        table = torch.zeros(n, 4, dtype=dtype)
        assert_integer(entry(student.describe(table), "nbytes"), 4 * n * size, f"nbytes of a {dtype} tensor")
        view = table.t()[:3, 1:]
        assert_integer(entry(student.describe(view), "nbytes"), 3 * (n - 1) * size, "nbytes of a view of a part")
        repeated = table[:1].expand(n, 4)
        assert_integer(entry(student.describe(repeated), "nbytes"), 4 * n * size, "nbytes of a view that repeats a row")


@check("describe", weight=0.5, effects=True)
def test_described_tensor_unchanged(student, rng):
    """t and the global state stay as they were."""
    for t in normal((3, 4), (5,), rng=rng):
        before = t.clone()
        description = student.describe(t)
        for key in ("shape", "dtype", "device", "ndim", "numel", "nbytes"):
            entry(description, key)
        assert_unchanged(t, before, "your input t")
    assert_globals_unchanged(student)
