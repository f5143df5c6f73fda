import pytest
import torch

from autograder.expect import assert_close, check


@check("last")
@pytest.mark.parametrize("size", [1, 3])
def test_last_scales(student, rng, size):
    """last multiplies by its factor."""
    x = torch.randn(size, generator=rng)
    assert_close(student.last(x), x * 7)
