"""Hidden checks of random_digits."""

import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, check

from ..common import EXACT, assert_calls_apart, assert_globals_unchanged, integer, unpacked
from . import probes

FAVOURITE_SEEDS = (*range(1, 101), 123, 1234, 12345, 123456, 1337, 2023, 2024, 2025, 2026, 31337, 2**31 - 1)


def drawn(student, shape, seed):
    """The digits of one call. One tensor in place of a pair will do here; the first check asks for both."""
    result = student.random_digits(shape, seed)
    digits = result[0] if isinstance(result, (tuple, list)) and result else result
    assert_tensor(digits, shape=shape, what="the first result (digits)")
    return digits


def assert_varied(digits):
    """Of 200 or more digits, fewer than 5 different ones mean that nothing was drawn (by chance: below 1e-57)."""
    assert_tensor(digits, what="digits")
    varied = digits.unique().numel() >= 5
    assert varied, "the digits are nearly all the same, so they are not random"


def large_table(rng):
    """A shape that is hard to foresee; both sides are even, and ten digits could be dealt out evenly."""
    return 2 * integer(90, 130, rng), 10 * integer(10, 13, rng)


def small_table(rng):
    return integer(18, 30, rng), integer(10, 19, rng)


def a_seed(rng):
    return integer(2, 10**6, rng)


@check("random_digits")
def test_digits_and_their_float_copy(student, rng):
    """The result is an int64 tensor of the shape asked for, and the same numbers as float32."""
    drawn_in_all = []
    for shape in [(integer(5, 15, rng),), (), small_table(rng), (5, 1, integer(50, 70, rng))]:
        digits, floats = unpacked(student.random_digits(shape, a_seed(rng)), "digits", "floats")
        assert_tensor(digits, shape=shape, dtype=torch.int64, what="digits")
        assert_tensor(floats, shape=shape, dtype=torch.float32, what="floats")
        assert_close(floats.double(), digits.double(), **EXACT, what="floats, compared with your digits,")
        drawn_in_all.append(digits.flatten())
    assert_varied(torch.cat(drawn_in_all))  # one column of five digits may hold five different ones


@check("random_digits", weight=2)
def test_every_digit_is_equally_likely(student, rng):
    """Every digit from 0 to 9, both included, is drawn equally often."""
    digits = drawn(student, large_table(rng), a_seed(rng))
    digits = digits.long().flatten()
    inside = int(digits.min()) >= 0 and int(digits.max()) <= 9
    assert inside, "some numbers are not digits: they must lie between 0 and 9"
    counts = torch.bincount(digits, minlength=10).double()
    absent = int((counts == 0).sum())
    assert absent == 0, f"of {digits.numel():,} numbers, {absent} of the ten digits never came up"
    # Chi-squared with 9 degrees of freedom: a fair recipe exceeds 60 with probability 1.4e-9. Rounding 9·u, which
    # halves two of the frequencies, gives about 1,100; one row repeated 200 times gives about 1,800.
    expected = digits.numel() / 10
    fair = float(((counts - expected) ** 2).sum() / expected) <= 60
    assert fair, "the digits are not equally likely, or are not drawn one by one"
    # Bytes modulo ten give 0 to 5 too often, by one in 25: of 150,000 digits that makes a chi-squared of 64 ± 16. A
    # fair recipe exceeds 22 with probability 0.009: only then are so many drawn (185 ± 27) that 60 is a fair limit: a
    # recipe that draws them one by one takes seconds.
    biased = unevenness(student, (300, 10 * integer(50, 55, rng)), rng) > 22
    if biased and unevenness(student, (600, 10 * integer(80, 90, rng)), rng) > 60:
        raise Mismatch(
            "the digits are not equally likely: some come up a little more often than others",
            mistake="Your digits are nearly equally likely, and not quite: some come up a few times in a hundred more "
            "often than others. The remainder by ten does that where ten does not divide the number of values, as with "
            "the 256 of a byte.",
        )


def unevenness(student, shape, rng):
    """Chi-squared of the ten frequencies in one more table."""
    digits = drawn(student, shape, a_seed(rng)).long().flatten()
    counts = torch.bincount(digits.clamp(0, 9), minlength=10).double()
    return float(((counts - counts.mean()) ** 2).sum() / counts.mean())


def dependence(one, other):
    """Chi-squared of independence of two series, in standard deviations above its mean: around 0 if independent."""
    levels, codes = torch.stack([one.flatten(), other.flatten()]).unique(return_inverse=True)
    k = levels.numel()
    table = torch.bincount(codes[0] * k + codes[1], minlength=k * k).view(k, k).double()
    expected = table.sum(1, keepdim=True) * table.sum(0) / table.sum()
    kept = expected > 0
    freedom = max((k - 1) ** 2, 1)
    return float(((table - expected)[kept] ** 2 / expected[kept]).sum() - freedom) / (2 * freedom) ** 0.5


@check("random_digits")
def test_every_digit_is_drawn_on_its_own(student, rng):
    """Each digit is drawn on its own: no digit follows from its neighbours."""
    digits = drawn(student, large_table(rng), a_seed(rng))
    assert_varied(digits)
    digits = digits.long()
    few = digits.unique().numel() <= 20
    assert few, "some numbers are not digits: they must lie between 0 and 9"
    # A fair recipe exceeds 12 (chi-squared of 234 with 81 degrees of freedom) with probability 3e-17; a digit that
    # follows from its neighbour, or repeats it, gives thousands.
    neighbours = [(digits[:, 0::2], digits[:, 1::2]), (digits[0::2], digits[1::2])]
    independent = all(dependence(one, other) < 12 for one, other in neighbours)
    assert independent, "some digits repeat their neighbours, or follow from them"
    # Two lines of 40 fair digits are equal with probability 1e-40.
    table = drawn(student, (8, 50, 40), a_seed(rng))
    for numbers in (digits, digits.t(), table.flatten(1), table.flatten(0, 1), table.flatten(0, 1).t()):
        distinct = numbers.unique(dim=0).shape[0] == numbers.shape[0]
        assert distinct, "a part of the numbers appears again elsewhere in the same result, digit by digit"
    # Chi-squared with 9 degrees of freedom: ten counts of fair draws lie so close together with probability 3e-8.
    counts = torch.bincount(digits.flatten() - digits.min()).double()
    drawn_freely = float(((counts - counts.mean()) ** 2).sum() / counts.mean()) > 0.1
    assert drawn_freely, "every digit came up almost exactly as often as every other: they were dealt out, not drawn"


@check("random_digits")
def test_seed_decides(student, rng):
    """The same seed gives the same digits, whatever was drawn in between, and another seed gives others."""
    one = a_seed(rng)
    # 2**16 · 5**6 apart: a seed cut down to its last digits or bits would be the same. 2**31 apart: so would one that
    # is made positive by its last 31 bits. -1 and -2 have the same hash in Python.
    # The largest two are one number in float32, and for whoever cuts off what is large.
    chosen = [one, one + 2**16 * 5**6, one - 2**31, -one, 0, 1, -1, -2, 2**31 - 1, 2**31 - 2]
    shape = small_table(rng)
    first = [drawn(student, shape, seed) for seed in chosen]
    drawn(student, (7, 3), one)  # in between, and of another shape
    again = [drawn(student, shape, seed) for seed in chosen]
    assert_varied(first[0])
    other = [seed for seed, digits, others in zip(chosen, first, again, strict=True) if not torch.equal(digits, others)]
    if other == [0]:
        raise Mismatch(
            "the seed 0 gave other digits when it was used again",
            mistake="The seed 0 gives other digits each time, as if it were none. It is a seed like others.",
        )
    if other:
        raise Mismatch(
            "the same seed gave other digits when it was used again",
            mistake="Your digits do not follow from the seed alone: they are drawn from a generator that goes on from "
            "call to call, or from one that is not seeded with it alone.",
        )
    again, what = student.probe(probes.drawn_after_a_write, shape=shape, seed=one), "the digits drawn again"
    assert_tensor(again, shape=shape, what=what)
    if not torch.equal(again, first[0]):
        raise Mismatch(
            "a caller wrote into the digits, and drawing with the same seed then gave what was written",
            mistake="A result is kept and handed out again, with what its first caller has written into it since.",
        )
    # Any two of a fair recipe's are equal with probability 1e-180 at most.
    pairs = [[i, j] for i in range(len(chosen)) for j in range(i)]
    same = [[i, j] for i, j in pairs if torch.equal(first[i], first[j])]
    zero = chosen.index(0)
    # Whoever takes 0 for no seed puts a favourite of theirs in its place.
    likes = {"shape": shape, "seed": 0, "others": FAVOURITE_SEEDS}
    if all(zero in pair for pair in same) and (same or student.probe(probes.seeds_like, **likes)):
        raise Mismatch(
            "the seed 0 gave the digits of another seed",
            shows="zero",
            mistake="The seed 0 gives the digits of another seed, as if it were none. It is a seed like others.",
        )
    if same:
        raise Mismatch(
            "two different seeds gave the same digits (seeds may be 0, negative, or large)",
            shows=same,
            mistake="Different seeds give the same digits: on its way to the generator a seed loses something (its "
            "sign, its last or first figures), or it does not get there.",
        )


@check("random_digits", alone=False)
def test_global_state_untouched(student, rng):
    """Drawing leaves PyTorch's global random state, and all other global state, as it was, and earlier results, too."""
    digits = drawn(student, (20, 10), a_seed(rng))
    assert_varied(digits)
    seed = a_seed(rng)
    assert_calls_apart(student, "random_digits", *([(20, 10), later] for later in (seed, seed + 1, seed + 1)))
    assert_globals_unchanged(student)
