import probes
import pytest
import torch

from autograder.expect import assert_close, check


def _random(rng):
    return torch.randn(4, dtype=torch.float64, generator=rng)


@check("first")
def test_first_scales(student, rng):
    """first multiplies by its factor."""
    x = _random(rng)
    assert_close(student.first(x), x * 2)


@check("first", weight=3, effects=True)
def test_first_leaves_its_input(student, rng):
    """first leaves its input unchanged."""
    x = _random(rng)
    before = x.clone()
    student.first(x)
    assert_close(x, before, what="your input")


@check("second")
def test_second_scales(student, reference, rng):
    """second does what the reference does."""
    x = _random(rng)
    assert_close(student.second(x), reference.second(x))


@check("second")
def test_second_has_a_gradient(student, rng):
    """second has the right gradient."""
    x = _random(rng).requires_grad_()
    assert torch.autograd.gradcheck(student.second, (x,)), "the gradient is wrong"


@check("third")
def test_third_scales(student, rng):
    """third multiplies by its factor."""
    x = _random(rng)
    assert student.third(x).shape == x.shape
    assert_close(student.third(x), x * 5)


@check("third")
def test_third_scales_seen_from_inside(student):
    """third works on integers too."""
    assert student.probe(probes.of_integers, count=3) == [0, 5, 10]


@check("last")
@pytest.mark.parametrize("size", [1, 3])
def test_last_scales(student, rng, size):
    """last multiplies by its factor."""
    x = torch.randn(size, generator=rng)
    assert_close(student.last(x), x * 7)
