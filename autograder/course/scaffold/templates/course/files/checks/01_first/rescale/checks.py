"""Hidden checks of rescale."""

import torch

from autograder.expect import assert_close, assert_unchanged, check


def by_hand(x):
    values = x.flatten().tolist()
    low, high = min(values), max(values)
    return torch.tensor([(value - low) / (high - low) for value in values], dtype=x.dtype).reshape(x.shape)


@check("rescale", weight=2)
def test_values_run_from_0_to_1(student, rng):
    """The smallest value becomes 0, the largest 1, for any shape, size and sign."""
    for shape, low, size in [((7,), 3.0, 1.0), ((2, 5), -40.0, 20.0), ((3, 1, 2), -0.5, 0.01)]:
        x = low + size * torch.rand(shape, dtype=torch.float64, generator=rng)
        assert_close(student.rescale(x), by_hand(x))


@check("rescale")
def test_the_dtype_stays(student, rng):
    """float32 comes back as float32, float64 as float64."""
    for dtype in (torch.float32, torch.float64):
        x = torch.randn(4, 3, dtype=dtype, generator=rng)
        assert_close(student.rescale(x), by_hand(x))


@check("rescale", effects=True)
def test_the_input_stays(student, rng):
    """Your input keeps its values."""
    x = torch.randn(6, generator=rng)
    before = x.clone()
    assert_close(student.rescale(x), by_hand(before))
    assert_unchanged(x, before)
