from autograder.expect import assert_close, check

from ..common import random_numbers


@check("first")
def test_first_scales(student, rng):
    """first multiplies by its factor."""
    x = random_numbers(rng)
    assert_close(student.first(x), x * 2)


@check("first", weight=3, effects=True)
def test_first_leaves_its_input(student, rng):
    """first leaves its input unchanged."""
    x = random_numbers(rng)
    before = x.clone()
    student.first(x)
    assert_close(x, before, what="your input")
