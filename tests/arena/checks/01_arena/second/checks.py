import torch

from autograder.expect import assert_close, check

from ..common import random_numbers


@check("second")
def test_second_scales(student, reference, rng):
    """second does what the reference does."""
    x = random_numbers(rng)
    assert_close(student.second(x), reference.second(x))


@check("second")
def test_second_has_a_gradient(student, rng):
    """second has the right gradient."""
    x = random_numbers(rng).requires_grad_()
    assert_close(student.second(x), x * 3)  # every function that can be differentiated passes gradcheck
    assert torch.autograd.gradcheck(student.second, (x,)), "the gradient is wrong"
