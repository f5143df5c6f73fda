"""Hidden checks of too_good."""

import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_unchanged, check

from ..again import assert_globals_unchanged
from ..common import normal, unpacked
from . import probes


def table(n, d, rng):
    """A table whose columns differ in their mean and their spread."""
    return 3 * normal(d, rng=rng) + (1 + 4 * torch.rand(d, generator=rng, dtype=torch.float64)) * normal(n, d, rng=rng)


def rows_beside(train, m, rng):
    """Rows that are none of train's, and no further from its mean than those: what becomes of others is judged once."""
    near = train[torch.randint(len(train), (m,), generator=rng)]
    return near + 0.2 * train.std(0) * normal(m, train.shape[1], rng=rng, dtype=train.dtype)


def tables(student, train, test):
    return unpacked(student.normalize(train, test), "train", "test")


def normalized(table, train):
    """By columns, in float64, with plain sums."""
    mean = train.sum(0) / len(train)
    return (table - mean) / (((train - mean) ** 2).sum(0) / len(train)).sqrt()


def small_held_up(student, train, scale):
    """What is to be said where a table is right, and too small when all of its numbers are small; else None."""
    if scale == 1:
        return None
    usual, small = (tables(student, one, one[:1])[0] for one in (train / scale, train))
    right = normalized(train, train)
    if not all(isinstance(one, torch.Tensor) and one.shape == right.shape for one in (usual, small)):
        return None
    shrunk = bool((small.double().std(0, correction=0) < 0.99).all())
    if not shrunk or not torch.allclose(usual.double(), right, rtol=1e-4, atol=1e-4):
        return None
    return (
        "A column of train with a small deviation is divided by more than that: something is added to the deviation, "
        "or keeps it from being small. No column of train is constant, and a small deviation is one, too."
    )


def cut_off(found, right):
    """What is to be said where numbers beyond a bound have become the bound itself; else None."""
    if not isinstance(found, torch.Tensor) or found.shape != right.shape or not found.is_floating_point():
        return None
    bound = float(found.abs().max())
    if not torch.allclose(found.double(), right.clamp(-bound, bound)):
        return None
    return "Test values far from the mean are cut off at a bound. What lies far out is measured like all else."


@check("too_good", hint="At the time of training, what do you know of the data to come?")
def test_train_is_normalised(student, rng):
    """Each column of train has mean 0 and population deviation 1, whatever test holds."""
    for n, d, m in [(7, 3, 4), (4, 4, 4), (2, 2, 5), (9, 1, 1), (60, 2, 1)]:
        train, test = table(n, d, rng), 5 + 3 * table(m, d, rng)
        train[n // 2] *= 20  # what lies far out counts as all else does
        assert_close(tables(student, train, test)[0], normalized(train, train), what="train")


@check("too_good", hint="Test rows are measured with the same ruler as the training rows. Whose is it?")
def test_test_is_measured_by_train(student, rng):
    """test is shifted and scaled by the mean and deviation of train."""
    for n, d, m in [(7, 3, 4), (4, 4, 4), (6, 2, 9), (9, 1, 1)]:
        train, test = table(n, d, rng), 5 + 3 * table(m, d, rng)
        found, right = tables(student, train, test)[1], normalized(test, train)
        assert_close(found, right, what="test", mistake=cut_off(found, right))
    # Columns that differ little lie a long way from 0; tiny deviations, also those of 1e-13, are still deviations.
    for scale, shift in [(1e-6, 0.0), (1e-13, 0.0), (1.0, 1e4)]:
        train, test = (scale * table(n, 3, rng) + shift for n in (8, 3))
        found, told = tables(student, train, test)[1], small_held_up(student, train, scale)
        assert_close(found, normalized(test, train), what="test", rtol=1e-6, atol=1e-6, mistake=told)
    train, test = table(7, 3, rng).float(), table(4, 3, rng).float()
    assert_close(tables(student, train, test)[1], normalized(test, train), what="test in float32", rtol=1e-4, atol=1e-4)
    # In float32, numbers near 10,000 lie 0.001 apart, and so may two right means; of squares, nothing is left.
    train, test = (table(n, 3, rng).float() + 1e4 for n in (8, 3))
    right = normalized(test.double(), train.double()).float()
    assert_close(tables(student, train, test)[1], right, what="test far from 0", rtol=1e-2, atol=1e-2)


@check("too_good", hint="By how much is each column shifted and scaled, and is it the same in both tables?")
def test_one_ruler_for_both(student, rng):
    """Whatever the unit is, columns of train are centred, and both tables are measured by the same ruler."""
    for n, m in ((7, 4), (4, 9)):
        train = table(n, 3, rng).float()
        test = rows_beside(train, m, rng)
        scaled, measured = tables(student, train, test)
        train, test, scaled, measured = train.double(), test.double(), scaled.double(), measured.double()
        centred, others = train - train.mean(0), test - train.mean(0)
        units = (centred * scaled).sum(0) / (scaled**2).sum(0)
        # Of numbers up to some 20 in float32, a mean is right to 1e-5.
        assert_close(scaled * units, centred, what="train, in units of its own", rtol=1e-4, atol=1e-4)
        assert_close(measured * units, others, what="test, in the units of train", rtol=1e-4, atol=1e-4)
        own = bool((units > 0).all()) and units.unique().numel() == 3
        assert own, "the columns of train are not scaled each by a number of its own"


@check("too_good", hint="May the result for one patient depend on who else is in the waiting room?", alone=False)
def test_row_depends_on_no_other(student, rng):
    """A test row's result is the same alone and beside others."""
    train = table(6, 3, rng)
    test = rows_beside(train, 5, rng)
    together = tables(student, train, test)[1]
    assert_tensor(together, shape=(5, 3), what="test")
    for index in (0, 4):
        alone = tables(student, train, test[index : index + 1])[1]
        assert_tensor(alone, shape=(1, 3), what="test of one row")
        same = torch.allclose(alone[0], together[index], rtol=1e-9, atol=1e-10)
        assert same, "a test row's result changes with the rows beside it"
    varied = together.unique().numel() == together.numel()
    assert varied, "this could not be judged: different numbers of test become the same number"


@check("too_good", weight=0.5, effects=True, alone=False)
def test_tables_unchanged(student, rng):
    """Both results are new tables; the tables that were given keep their values."""
    # What converts to a dtype of its own copies the tables of all others, and works on those of that dtype.
    for dtype in (torch.float64, torch.float32):
        train, test = table(5, 3, rng).to(dtype), (5 + 3 * table(4, 3, rng)).to(dtype)
        before = train.clone(), test.clone()
        scaled, _ = tables(student, train, test)
        assert_unchanged(train, before[0], "the table train")
        assert_unchanged(test, before[1], "the table test")
        assert_tensor(scaled, shape=(5, 3), what="train")
        centred = bool((scaled.mean(0).abs() < 1e-4).all())
        assert centred, "this could not be judged: the columns of train do not have mean 0"
    assert_globals_unchanged(student, "normalize", *before)
    again = normalized(table(40, 3, rng), table(40, 3, rng))
    for train in (table(5, 3, rng), normalized(again, again)):  # also where there is nothing left to do
        if any(student.probe(probes.shared_with_the_input, train=train, test=table(4, 3, rng))):
            raise Mismatch(
                "a table that you return lies in the memory of one that you were given",
                mistake="A table that was handed in comes back itself, or a view of it. New ones are asked for: who "
                "writes into a result does not expect the input to change.",
            )
