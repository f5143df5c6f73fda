"""Hidden checks of constant_family."""

import math

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_unchanged, check

from ..common import EXACT, assert_calls_apart, assert_globals_unchanged, integer, uniform, unpacked
from . import probes

FAMILY = ("zeros", "ones", "full")


def family(student, x, value):
    return unpacked(student.constant_family(x, value), *FAMILY)


def filled(x, value):
    """A tensor like x; NumPy rounds the value, and bfloat16 (unknown to NumPy) gets values that need no rounding."""
    exact = np.full(tuple(x.shape), value, dtype=np.int64 if x.dtype == torch.int64 else np.float64)
    return torch.from_numpy(exact).to(x.dtype)


@check("constant_family", alone=False)
def test_like_x(student, rng):
    """All three tensors have the shape, the dtype and the device of x."""
    for dtype in (torch.float32, torch.float64, torch.bfloat16, torch.int64):
        for shape in [(integer(2, 5, rng), 3), (2, 1, 4), ()]:
            x = torch.randint(2, 9, shape, generator=rng).to(dtype)
            for member, what in zip(family(student, x, 9), FAMILY, strict=True):
                assert_tensor(member, shape=shape, dtype=dtype, what=what)
                same = torch.equal(member, x)
                assert not same, f"this could not be judged: {what} holds the values of x"
    bools = torch.rand(integer(3, 6, rng), 8, generator=rng) < 0.5  # no number can be added to bools and leave bools
    for value in (True, 1, 0):  # bools can hold the numbers 1 and 0, too
        for member, what in zip(family(student, bools, value), FAMILY, strict=True):
            assert_tensor(member, shape=bools.shape, dtype=torch.bool, what=f"{what} for an x of bools")
    devices = student.probe(probes.family_devices, shape=(2, 3), value=7)
    followed = devices == ["meta"] * 3
    assert followed, "for an x that is not on the CPU, the tensors are not all on the device of x"


@check("constant_family", alone=False)
def test_zeros_and_ones(student, rng):
    """Zeros are 0 and ones are 1 whatever x holds, infinity and NaN included."""
    for dtype in (torch.float32, torch.float64, torch.bfloat16):
        x = torch.randn(4, 5, generator=rng).to(dtype)
        x[0, 1], x[2, 3], x[3, 0] = torch.inf, -torch.inf, torch.nan
        zeros, ones, _ = family(student, x, 2.5)
        assert_close(zeros, filled(x, 0), **EXACT, what="zeros", check_dtype=False)
        assert_close(ones, filled(x, 1), **EXACT, what="ones", check_dtype=False)


@check("constant_family")
def test_full_holds_the_value(student, rng):
    """The third tensor holds the value as exactly as the dtype of x can."""
    x = torch.randn(3, 4, generator=rng)
    fraction = float(uniform(0.1, 0.9, (), rng))  # a float64 that float32 would round
    assert_close(family(student, x.double(), fraction)[2], filled(x.double(), fraction), **EXACT, what="full")
    assert_close(family(student, x, -fraction)[2], filled(x, -fraction), **EXACT, what="full")
    assert_close(family(student, x, -math.inf)[2], filled(x, -math.inf), **EXACT, what="full of an infinite value")
    quarters = integer(5, 30, rng) + 0.25
    assert_close(family(student, x.bfloat16(), quarters)[2], filled(x.bfloat16(), quarters), **EXACT, what="full")
    for bits in (24, 53):  # odd numbers that float32 cannot hold, and float64
        large = 2**bits + 1 + 2 * integer(1, 1000, rng)
        assert_close(family(student, x.long(), large)[2], filled(x.long(), large), **EXACT, what="full")
    bytes_, pairs = (x > 0).to(torch.uint8), x.to(torch.complex64)
    assert_close(family(student, bytes_, 200)[2], torch.tensor([200] * 12, dtype=torch.uint8).view(3, 4), what="full")
    value = complex(integer(2, 9, rng) + 0.5, integer(-9, -2, rng))
    assert_close(family(student, pairs, value)[2], torch.tensor([value] * 12).view(3, 4), **EXACT, what="full")


@check("constant_family", weight=0.5)
def test_full_of_an_ordinary_value(student, rng):
    """The third tensor is full of the value, where x holds float32 and the value has few digits."""
    for shape in ((3, 4), (2, 1, 5)):
        x, value = torch.randn(shape, generator=rng), integer(-40, 40, rng) + 0.5
        full = family(student, x, value)[2]
        assert_close(full, filled(x, value), **EXACT, what="full", check_dtype=False)


def one_number(what):
    return (
        f"Several places of {what} show one number in memory: `expand` and views like it give a new shape and no new "
        "room. A new tensor needs room for each of its numbers."
    )


@check("constant_family", alone=False)
def test_three_new_tensors(student, rng):
    """The tensors are new ones: writing into one place changes neither another place nor the next results."""
    whole, row = 1 + torch.rand(3, 4, generator=rng), 1 + torch.rand(4, generator=rng)
    for x, value in [(whole, 0), (whole, 1), (whole, 2.5), (row.expand(3, 4), 2.5)]:
        seen = student.probe(probes.numbers_written_into, x=x, value=value)
        written = seen["first"] is not None and len(seen["first"]) == 3
        assert written, "this could not be judged: the result is not a tuple of three tensors with the shape of x"
        for index, (member, what) in enumerate(zip(seen["first"], FAMILY, strict=True)):
            assert_tensor(member, shape=x.shape, what=what)
            others = member.flatten()[1:]
            if float(member[0, 0]) != 5 + index:
                message = f"what was written into {what} was overwritten by a write into another of the three tensors"
                raise Mismatch(
                    message, mistake="Two of your three tensors look at the same memory. Make each by itself."
                )
            if bool((others == 5 + index).any()):  # which neither x nor the value is
                message = f"a number written into one place of {what} appeared in other places"
                # Where x itself is expanded, that may be how x comes to be returned.
                raise Mismatch(message, mistake=one_number(what) if x is whole else None)
            alike = bool((others == others[0]).all())
            assert alike, f"this could not be judged: {what} does not hold the same number everywhere"
        for member, what in zip(unpacked(seen["second"], *FAMILY), FAMILY, strict=True):
            assert_tensor(member, shape=x.shape, what=what)
            new = bool((member == member[0, 1]).all())
            assert new, f"a number written into {what} came back in the result of the next call"


@check("constant_family", weight=0.5, effects=True, alone=False)
def test_x_unchanged(student, rng):
    """x, earlier results and PyTorch's global state stay as they were."""
    x = 3 + torch.rand(3, 4, generator=rng)
    before = x.clone()
    result = family(student, x, 2.0)
    assert_unchanged(x, before, "your input x")
    for member, what in zip(result, FAMILY, strict=True):
        assert_tensor(member, shape=(3, 4), what=what)
        same = torch.equal(member, before)
        assert not same, f"this could not be judged: {what} holds the values of x"
    assert_calls_apart(student, "constant_family", [x, 2.0], [x, 3.5], [before + 1, 3.5])
    assert_globals_unchanged(student)
