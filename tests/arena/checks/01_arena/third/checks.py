import torch

from autograder.expect import assert_close, check

from ..common import random_numbers
from . import probes


@check("third")
def test_third_scales(student, rng):
    """third multiplies by its factor."""
    x = random_numbers(rng)
    assert student.third(x).shape == x.shape
    assert_close(student.third(x), x * 5)


@check("third")
def test_third_scales_seen_from_inside(student, rng):
    """third works on integers too."""
    numbers = torch.randint(1, 1000, (3,), generator=rng).tolist()
    assert student.probe(probes.of_integers, numbers=numbers) == [5 * number for number in numbers]
