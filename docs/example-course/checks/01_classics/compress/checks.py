"""Hidden checks of compress."""

import torch

from autograder.expect import assert_close, assert_unchanged, check

from . import probes


def by_hand(keep, values):
    kept = [value for value, stays in zip(values.tolist(), keep.tolist(), strict=True) if stays]
    return torch.tensor(kept + [0] * (len(values) - len(kept)), dtype=values.dtype)


@check("compress", weight=2)
def test_kept_entries_come_first_in_their_order(student, rng):
    """The kept entries stand at the front in their old order, and zeros behind them."""
    for n in (5, 12, 60):
        keep = torch.rand(n, generator=rng) < 0.6
        values = torch.randn(n, dtype=torch.float64, generator=rng)
        assert_close(student.compress(keep, values), by_hand(keep, values))


@check("compress")
def test_a_kept_zero_is_kept(student, rng):
    """A zero that is kept keeps its place among the others."""
    values = torch.randn(9, dtype=torch.float64, generator=rng)
    values[[1, 4, 5]] = 0.0
    keep = torch.tensor([True, True, False, True, True, False, True, False, True])
    assert_close(student.compress(keep, values), by_hand(keep, values))


@check("compress")
def test_dtypes(student, rng):
    """The result has the dtype of values, integers included, and large integers stay exact."""
    keep = torch.rand(8, generator=rng) < 0.5
    for dtype in (torch.int64, torch.int16, torch.float32, torch.bfloat16):
        values = torch.randint(-100, 100, (8,), generator=rng).to(dtype)
        assert_close(student.compress(keep, values), by_hand(keep, values))
    values = 2**60 + torch.randint(1, 1000, (8,), generator=rng)
    assert_close(student.compress(keep, values), by_hand(keep, values))


@check("compress")
def test_all_none_and_no_entries(student, rng):
    """All entries may be kept, or none, and there may be no entries at all."""
    values = torch.randn(6, generator=rng)
    for keep in (torch.ones(6, dtype=torch.bool), torch.zeros(6, dtype=torch.bool)):
        assert_close(student.compress(keep, values), by_hand(keep, values))
    nothing = torch.zeros(0)
    assert_close(student.compress(nothing.bool(), nothing), nothing)


@check("compress", effects=True)
def test_inputs_stay(student, rng):
    """Both inputs keep their values."""
    keep = torch.tensor([False, True, True, False, True])
    values = torch.randn(5, generator=rng)
    keep_before, values_before = keep.clone(), values.clone()
    assert_close(student.compress(keep, values), by_hand(keep_before, values_before))
    assert_unchanged(values, values_before)
    assert_unchanged(keep, keep_before)


@check("compress", weight=2)
def test_no_loop(student, rng):
    """The number of steps does not grow with the number of entries."""
    keep = torch.rand(400, generator=rng) < 0.5
    values = torch.randn(400, generator=rng)
    assert_close(student.compress(keep, values), by_hand(keep, values))
    few = student.probe(probes.steps_taken, keep=keep[:40], values=values[:40])
    many = student.probe(probes.steps_taken, keep=keep, values=values)
    # A loop over ten times as many entries takes nearly ten times as many steps; without one, the number is the same.
    assert many < 2 * few, "more entries take more steps: there is a loop over them"
