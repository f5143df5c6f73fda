"""Hidden checks of clip_gradients."""

import math

import torch

from autograder.expect import assert_close, assert_tensor, assert_unchanged, check

from . import probes

SHAPES = [(3,), (2, 4), (), (5, 1, 2)]


def draw(rng, size, dtype=torch.float32):
    """Gradients of several shapes, whose joint norm is `size`."""
    gradients = [torch.randn(shape, dtype=torch.float64, generator=rng) for shape in SHAPES]
    return [(gradient * size / joint_norm(gradients)).to(dtype) for gradient in gradients]


def joint_norm(gradients):
    return math.sqrt(sum(value**2 for gradient in gradients for value in gradient.flatten().tolist()))


def with_gradients(gradients):
    parameters = [torch.nn.Parameter(torch.ones(gradient.shape, dtype=gradient.dtype)) for gradient in gradients]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient.clone()
    return parameters


@check("clip_gradients", weight=2, effects=True)
def test_long_gradients_shrink_together(student, rng):
    """Gradients that are too long shrink by one common factor, so that their joint norm is max_norm."""
    for size, max_norm in [(10.0, 1.0), (3.0, 2.5), (1e-2, 1e-3)]:
        gradients = draw(rng, size)
        parameters = with_gradients(gradients)
        student.clip_gradients(parameters, max_norm)
        factor = max_norm / (size + 1e-6)
        for parameter, gradient in zip(parameters, gradients, strict=True):
            assert_tensor(parameter.grad)
            assert_close(parameter.grad, gradient * factor)


@check("clip_gradients", effects=True)
def test_short_gradients_stay(student, rng):
    """Gradients whose joint norm is at most max_norm keep their values exactly."""
    for size, max_norm in [(0.5, 1.0), (9.0, 100.0)]:
        gradients = draw(rng, size)
        parameters = with_gradients(gradients)
        student.clip_gradients(parameters, max_norm)
        for parameter, gradient in zip(parameters, gradients, strict=True):
            assert_unchanged(parameter.grad, gradient)


@check("clip_gradients")
def test_the_norm_is_returned(student, rng):
    """The joint norm before clipping comes back, a tensor of shape ()."""
    for size in (0.25, 8.0):
        gradients = draw(rng, size)
        assert_close(student.clip_gradients(with_gradients(gradients), 1.0), torch.tensor(joint_norm(gradients)))
    assert_close(student.clip_gradients([torch.nn.Parameter(torch.ones(2))], 1.0), torch.tensor(0.0))


@check("clip_gradients", effects=True)
def test_parameters_without_a_gradient(student, rng):
    """A parameter without a gradient stays without one and counts for nothing; no parameter's value changes."""
    gradients = draw(rng, 4.0)
    parameters = with_gradients(gradients)
    parameters.insert(1, torch.nn.Parameter(torch.ones(3)))
    student.clip_gradients(parameters, 1.0)
    assert parameters[1].grad is None, "a parameter without a gradient must stay without one"
    del parameters[1]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        assert_close(parameter.grad, gradient / (4.0 + 1e-6))
        assert_unchanged(parameter.detach(), torch.ones(parameter.shape))


@check("clip_gradients")
def test_an_iterator(student, rng):
    """The parameters may come from an iterator, which can be run through only once."""
    gradients = draw(rng, 6.0)
    norm, clipped = student.probe(probes.clipped_from_an_iterator, gradients=gradients, max_norm=2.0)
    assert_close(norm, torch.tensor(6.0))
    for actual, gradient in zip(clipped, gradients, strict=True):
        assert_close(actual, gradient * (2.0 / (6.0 + 1e-6)))


@check("clip_gradients")
def test_in_place(student, rng):
    """The tensors in .grad are changed in place: whoever holds one sees the new values."""
    gradients = draw(rng, 5.0)
    same, held = student.probe(probes.kept_gradients, gradients=gradients, max_norm=1.0)
    for actual, gradient in zip(held, gradients, strict=True):
        assert_close(actual, gradient / (5.0 + 1e-6))
    assert all(same), "the tensors in .grad must stay the same objects"
