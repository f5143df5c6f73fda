"""Hidden checks of numpy_bridge."""

import numpy as np
import torch

from autograder.expect import assert_close, assert_type, assert_unchanged, check

from ..common import EXACT, assert_attempted, assert_calls_apart, assert_globals_unchanged, uniform
from . import probes

DTYPES_OF_ARRAYS = {
    "float64": torch.float64,
    "float32": torch.float32,
    "float16": torch.float16,
    "complex64": torch.complex64,
    "complex128": torch.complex128,
    "int64": torch.int64,
    "int32": torch.int32,
    "int16": torch.int16,
    "int8": torch.int8,
    "uint8": torch.uint8,
    "bool": torch.bool,
}


def arrays(rng):
    """An array of each dtype: fractions that float32 would round, integers that it cannot hold, bytes, bools."""
    fractions = uniform(1, 2, (4, 3), rng).numpy()
    large = (2**24 + 1 + 2 * torch.randint(1, 1000, (4, 3), generator=rng)).numpy()
    eighths = np.round(8 * fractions) / 8  # exact in float16, also after 1 is added twice
    return [
        fractions,
        fractions.astype(np.float32),
        eighths.astype(np.float16),
        (fractions + 1j * eighths).astype(np.complex64),
        fractions + 1j * eighths,
        large,
        large.astype(np.int32),
        (large % 1000).astype(np.int16),
        (large % 100).astype(np.int8),
        (large % 200).astype(np.uint8),
        large % 3 == 0,
    ]


def laid_out(rng):
    """Pairs of an array and the name of a layout: all layouts for the first, and all dtypes."""
    every = arrays(rng)
    return [*((every[0], layout) for layout in probes.LAYOUTS), *((a, "whole") for a in every)]


def tensor_like(array):
    """The tensor with an array's shape, dtype and values, built number by number."""
    return torch.tensor(array.tolist(), dtype=DTYPES_OF_ARRAYS[array.dtype.name])


def bumped(array):
    """What one write of the probe makes of an array."""
    return ~array if array.dtype == np.bool_ else np.asarray(array + 1, dtype=array.dtype)


@check("numpy_bridge")
def test_shared_memory(student, rng):
    """from_numpy_shared: what is written into the array shows in the tensor, and the other way round."""
    for array, layout in laid_out(rng):
        view = probes.LAYOUTS[layout](array)
        seen = student.probe(probes.write_on_both_sides, name="from_numpy_shared", array=array, layout=layout)
        assert_close(seen["tensor"], tensor_like(view), **EXACT, what="the tensor")
        after, what = seen["tensor after a write into the array"], "the tensor, after the array was written to,"
        assert_close(after, tensor_like(bumped(view)), **EXACT, what=what)
        after, what = seen["array after both writes"], "the array, after the tensor was written to,"
        assert_close(after, bumped(bumped(view)), **EXACT, what=what)


@check("numpy_bridge")
def test_copied_memory(student, rng):
    """from_numpy_copy: array and tensor know nothing of each other, and the dtype is kept."""
    for array, layout in [*laid_out(rng), (np.array(2.5), "whole")]:
        view = probes.LAYOUTS[layout](array)
        seen = student.probe(probes.write_on_both_sides, name="from_numpy_copy", array=array, layout=layout)
        assert_close(seen["tensor"], tensor_like(view), **EXACT, what="the tensor")
        after, what = seen["tensor after a write into the array"], "the tensor, after the array was written to,"
        assert_close(after, tensor_like(view), **EXACT, what=what)
        after, what = seen["array after both writes"], "the array, after the tensor was written to,"
        assert_close(after, bumped(view), **EXACT, what=what)


@check("numpy_bridge")
def test_to_numpy_keeps_values_and_dtype(student, rng):
    """to_numpy gives an array with the shape, dtype and values of the tensor, contiguous or not."""
    for array in arrays(rng):
        whole = tensor_like(array)
        parts = [np.s_[:], np.s_[1:, ::2], np.s_[1, 2], np.s_[:, :1]]
        for t, expected in [(whole.t(), array.T), *((whole[part], array[part]) for part in parts)]:
            assert_close(student.to_numpy(t), np.array(expected), **EXACT, what="to_numpy(t)")
    nothing = torch.zeros(0, 3, dtype=torch.float64)
    assert_close(student.to_numpy(nothing), np.zeros((0, 3)), what="to_numpy of a tensor without elements")


@check("numpy_bridge", weight=0.5, effects=True, alone=False)
def test_arrays_and_tensors_unchanged(student, rng):
    """What goes in, earlier results and PyTorch's global state stay as they were."""
    array, single = arrays(rng)[:2]
    for given in (array, single):
        before = given.copy()
        for name in ("from_numpy_shared", "from_numpy_copy"):
            assert_attempted(getattr(student, name)(given), (4, 3), f"the result of {name}")
        assert_unchanged(given, before, "your input a")
    for t in (
        tensor_like(array),
        tensor_like(array).to(torch.bfloat16),
        tensor_like(array).t().requires_grad_(),
        tensor_like(single),
    ):
        old = t.detach().clone().requires_grad_(t.requires_grad)
        result = student.to_numpy(t)
        assert_unchanged(t, old, "the input of to_numpy")
        assert_type(result, np.ndarray, "to_numpy(t)")
    three = [uniform(1, 2, (4, 3), rng) for _ in range(3)]
    for name in ("from_numpy_shared", "from_numpy_copy"):
        assert_calls_apart(student, name, *([t.numpy()] for t in three))
    assert_calls_apart(student, "to_numpy", *([t] for t in three))
    assert_globals_unchanged(student)


@check("numpy_bridge")
def test_to_numpy_of_a_tensor_that_requires_grad(student, rng):
    """to_numpy takes tensors that require grad, and they still do afterwards."""
    for name in ("float32", "float64", "float16", "complex64"):
        x = torch.randn(3, 4, generator=rng, dtype=DTYPES_OF_ARRAYS[name])
        seen = student.probe(probes.arrays_of_tensors_in_a_graph, x=x)
        expected, what = np.array(x.tolist(), dtype=name), f"to_numpy(t) for a {name} tensor that requires grad"
        assert_close(seen["leaf"], expected, **EXACT, what=what)
        assert_close(seen["result"], expected + expected, **EXACT, what=what)
        still = seen["leaf requires grad"] and seen["result requires grad"]
        assert still, "after to_numpy, your input does not require grad any more"


@check("numpy_bridge")
def test_to_numpy_of_bfloat16(student, rng):
    """to_numpy gives the values of a bfloat16 tensor as float32, large ones included."""
    x = (torch.randn(4, 3, generator=rng) * torch.tensor([1e-20, 1.0, 1e30])).to(torch.bfloat16)
    trained = x.clone().requires_grad_()
    for t, source in [(x, x), (x.t(), x.t()), (trained, x), (x[1, 1], x[1, 1])]:
        expected = np.array(source.tolist(), dtype=np.float32)
        assert_close(student.to_numpy(t), expected, **EXACT, what="to_numpy of a bfloat16 tensor")
    nothing, what = np.zeros((0, 3), np.float32), "to_numpy of a bfloat16 tensor without elements"
    assert_close(student.to_numpy(x[:0]), nothing, what=what)
