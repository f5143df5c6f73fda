"""Hidden checks of adamw."""

import torch

from autograder.expect import assert_close, assert_unchanged, check

from . import probes

SHAPES = [(4,), (3, 2)]


def draw(rng, steps, size=1.0):
    starts = [torch.randn(shape, dtype=torch.float64, generator=rng) for shape in SHAPES]
    gradients = [
        [size * torch.randn(shape, dtype=torch.float64, generator=rng) for shape in SHAPES] for _ in range(steps)
    ]
    return starts, gradients


def by_pytorch(starts, gradients, **options):
    """The same trajectory by torch.optim.AdamW, in this process."""
    parameters = [torch.nn.Parameter(start.clone()) for start in starts]
    optimizer = torch.optim.AdamW(parameters, **options)
    values = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step, strict=True):
            parameter.grad = gradient
        optimizer.step()
        values.append([parameter.detach().clone() for parameter in parameters])
    return values


def assert_same(actual, expected):
    for ours, theirs in zip(actual, expected, strict=True):
        for one, other in zip(ours, theirs, strict=True):
            assert_close(one, other)


@check("adamw", weight=3)
def test_trajectory(student, rng):
    """Twelve steps go where the formula leads, with and without decay, and with other betas."""
    for options in [
        {"lr": 0.05, "weight_decay": 0.0},
        {"lr": 0.05, "weight_decay": 0.3},
        {"lr": 0.2, "betas": (0.5, 0.9)},
    ]:
        starts, gradients = draw(rng, 12)
        actual = student.probe(probes.trajectory_of_a_list, starts=starts, gradients=gradients, **options)
        options = {"weight_decay": 0.01, **options}
        assert_same(actual, by_pytorch(starts, gradients, **options))


@check("adamw")
def test_defaults(student, rng):
    """lr, betas, eps and weight_decay are those of the statement where they are not given."""
    starts, gradients = draw(rng, 5)
    actual = student.probe(probes.trajectory_of_a_list, starts=starts, gradients=gradients)
    assert_same(actual, by_pytorch(starts, gradients))


@check("adamw")
def test_eps(student, rng):
    """eps is added to the root of v, which matters where gradients are small."""
    starts, gradients = draw(rng, 6, size=1e-4)
    options = {"lr": 0.1, "eps": 1e-4, "weight_decay": 0.0}
    actual = student.probe(probes.trajectory_of_a_list, starts=starts, gradients=gradients, **options)
    assert_same(actual, by_pytorch(starts, gradients, **options))


@check("adamw")
def test_parameters_without_a_gradient(student, rng):
    """A parameter without a gradient is left out, and its number of updates does not grow."""
    starts, gradients = draw(rng, 6)
    for step in (0, 1, 4):
        gradients[step][1] = None
    options = {"lr": 0.1, "weight_decay": 0.0}  # a mistake in the decay costs its own check, not this one
    actual = student.probe(probes.trajectory, starts=starts, gradients=gradients, **options)
    assert_same(actual, by_pytorch(starts, gradients, **options))


@check("adamw")
def test_an_iterator(student, rng):
    """The parameters may come from an iterator, which can be run through only once."""
    starts, gradients = draw(rng, 3)
    options = {"lr": 0.1, "weight_decay": 0.0}
    actual = student.probe(probes.trajectory, starts=starts, gradients=gradients, **options)
    assert_same(actual, by_pytorch(starts, gradients, **options))


@check("adamw")
def test_what_stays(student, rng):
    """A step leaves a parameter a parameter and gradients as they are; zero_grad forgets them."""
    start, gradient = torch.randn(5, generator=rng), torch.randn(5, generator=rng)
    after = student.probe(probes.after_one_step, start=start, gradient=gradient)
    assert after["is a parameter"], "after a step the parameter must still be a leaf that requires a gradient"
    assert_unchanged(after["gradient"], gradient)
    assert after["forgotten"] is None or not after["forgotten"].any(), "zero_grad must leave None or zeros"


@check("adamw", weight=2)
def test_own_arithmetic(student, rng):
    """The update is your own: no optimizer of torch.optim takes the step."""
    starts, gradients = draw(rng, 3)
    options = {"lr": 0.1, "weight_decay": 0.0}
    actual = student.probe(probes.without_ready_made_optimizers, starts=starts, gradients=gradients, **options)
    assert_same(actual, by_pytorch(starts, gradients, **options))
