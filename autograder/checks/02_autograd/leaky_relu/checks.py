"""Hidden checks of leaky_relu."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_unchanged, check, mistakes

from .. import common_probes
from ..common import assert_attempted, assert_globals_unchanged, assert_none_changed, exact, like, normal, uniform
from . import probes

# A slope that went through a Python number in float32 is right to 3e-8: enough for a network, and for this check.
SLOPED = {"rtol": 1e-6, "atol": 1e-7}


def away_from_zero(shape, rng, dtype=torch.float64):
    """Numbers of both signs, none of them within 0.1 of the kink (with the first two of either sign)."""
    x = uniform(0.1, 3, shape, rng) * (2 * torch.randint(0, 2, shape, generator=rng) - 1)
    if x.numel() > 1:
        flat = x.view(-1)
        flat[0], flat[1] = flat[0].abs(), -flat[1].abs()
    return x.to(dtype)


def leaky_by_hand(x, slope):
    a = exact(x)
    return like(np.where(a > 0, a, slope * a), x)


def slopes_by_hand(x, slope):
    return like(np.where(exact(x) > 0, 1.0, slope), x)


LEAKY_SHAPES = [(7,), (3, 4), (2, 3, 2), (), (1, 5)]

SLOPES = (0.2, 0.0, 1.0, 1.7, -0.5)


def another_slope(x, result):
    """What to say where the result is right for a slope that nobody gave."""
    if not isinstance(result, torch.Tensor) or result.shape != x.shape or not bool((x < 0).any()):
        return None
    taken = (result / x).detach().double()
    slope = taken[x < 0]
    ordinary = bool((taken[x > 0] == 1).all()) and float(slope.max() - slope.min()) < 1e-6
    if not ordinary or abs(float(slope.mean()) - 0.01) < 1e-6:
        return None
    return "Without a slope your function takes another one than 0.01."


@check("leaky_relu")
def test_leaky_values(student, rng):
    """Positive numbers stay, negative ones are multiplied by the slope, whatever slope, shape and dtype."""
    every = [(dtype, shape) for dtype in (torch.float64, torch.float32) for shape in LEAKY_SHAPES]
    inputs = [[away_from_zero(shape, rng, dtype), slope] for dtype, shape in every for slope in SLOPES]
    seen = student.probe(common_probes.results_and_use_of_autograd, name="leaky_relu", inputs=inputs)
    for (x, slope), result in zip(inputs, seen["results"], strict=True):
        assert_close(result, leaky_by_hand(x, slope), **SLOPED)
    inputs = [[away_from_zero(shape, rng, dtype)] for dtype, shape in every]
    seen = student.probe(common_probes.results_and_use_of_autograd, name="leaky_relu", inputs=inputs)
    for (x,), result in zip(inputs, seen["results"], strict=True):
        how = {**SLOPED, "what": "the result for the usual slope", "mistake": another_slope(x, result)}
        assert_close(result, leaky_by_hand(x, 0.01), **how)
    x = away_from_zero((4, 6), rng).t()[::2]
    assert_close(student.leaky_relu(x, slope=0.3), leaky_by_hand(x, 0.3), **SLOPED)
    for scale in (1e-12, 1e-4, 1e12):
        x = scale * away_from_zero((6,), rng)
        assert_close(
            student.leaky_relu(x, 0.3), leaky_by_hand(x, 0.3), rtol=1e-6, atol=0, what="the result near 0 or far away"
        )
    x = away_from_zero((6,), rng)
    x[[2, 4]] = 0  # where the gradient is not asked, and the value is 0 on either side
    assert_close(student.leaky_relu(x, 0.3), leaky_by_hand(x, 0.3), **SLOPED, what="the result for an x with zeros")


def assert_recorded(recorded):
    if not recorded:
        message = "the result does not require grad, so no gradient can flow back"
        raise Mismatch(message, mistake=mistakes.no_gradient("x"))


def assert_applied(student, rng):
    """What backward does can be judged only where it is the student's own."""
    x = away_from_zero((6,), rng)
    seen = student.probe(probes.graph_of_leaky_relu, x=x, slope=0.2)
    assert_attempted(seen["result"], (6,))
    assert seen["is a Function"], "LeakyReLU is no subclass of torch.autograd.Function"
    assert seen["in the graph"], "the result of leaky_relu was not made by LeakyReLU.apply"


@check("leaky_relu", weight=2)
def test_backward_scales_the_upstream_gradient(student, rng):
    """Your class's backward multiplies the gradient it is handed by the local slope."""
    assert_applied(student, rng)
    cases = []
    for dtype in (torch.float64, torch.float32):
        for shape in LEAKY_SHAPES:
            for slope in SLOPES:
                x = away_from_zero(shape, rng, dtype)
                cases.append((x, torch.randn(shape, generator=rng, dtype=torch.float64).to(dtype), slope))
    cases.append((away_from_zero((5,), rng), torch.ones(5, dtype=torch.float64)))
    for scale in (1e-12, 1e-4, 1e12):  # of x, and of what comes from above
        cases.append((scale * away_from_zero((6,), rng), *normal((6,), rng=rng), 0.3))
        cases.append((away_from_zero((6,), rng), scale * normal((6,), rng=rng)[0], 0.3))
    seen = student.probe(probes.gradients_of_leaky_relu, cases=cases)
    for (x, upstream, *slope), (result, grad) in zip(cases, seen, strict=True):
        assert_tensor(result, shape=x.shape)
        assert_recorded(grad is not None)
        expected = upstream * slopes_by_hand(x, *slope or [0.01])
        what = "the gradient of x" if slope else "the gradient for the usual slope"
        assert_close(grad, expected, **SLOPED, what=what)


def followed_by_autograd(student, x, slope):
    """A function for gradcheck, after a look at value and requires_grad, which gradcheck does not compare."""
    y = student.leaky_relu(x, slope)
    assert_close(y.detach() if isinstance(y, torch.Tensor) else y, leaky_by_hand(x, slope), **SLOPED)
    assert_recorded(y.requires_grad)
    return lambda at: student.leaky_relu(at, slope)


@check("leaky_relu", weight=0.5)
def test_backward_of_views(student, rng):
    """x and the gradient that backward is handed may be views: transposed, or one number shown many times."""
    assert_applied(student, rng)
    (table,) = normal((4, 3), rng=rng)
    cases = [
        (away_from_zero((3, 4), rng), table.t(), 0.3),
        (away_from_zero((4, 3), rng).t(), table.t().contiguous(), 0.3),
        (away_from_zero((3, 4), rng), table[0, 0].expand(3, 4), 0.3),
    ]
    for (x, upstream, slope), (_, grad) in zip(
        cases, student.probe(probes.gradients_of_leaky_relu, cases=cases), strict=True
    ):
        assert_recorded(grad is not None)
        assert_close(grad, upstream * slopes_by_hand(x, slope), **SLOPED, what="the gradient of x")


@check("leaky_relu")
def test_gradcheck(student, rng):
    """torch.autograd.gradcheck agrees with your class, for several slopes and shapes."""
    assert_applied(student, rng)
    for shape, slope in [((5,), 0.01), ((2, 3), 0.3), ((), 1.7), ((2, 1, 2), 0.0)]:
        x = away_from_zero(shape, rng).requires_grad_()
        agrees = torch.autograd.gradcheck(followed_by_autograd(student, x, slope), (x,))
        assert agrees, "the gradient does not agree with finite differences of the result"


@check("leaky_relu")
def test_gradgradcheck(student, rng):
    """The gradient of your class can be differentiated once more: torch.autograd.gradgradcheck agrees."""
    assert_applied(student, rng)
    for shape, slope in [((4,), 0.01), ((2, 2), 0.3), ((), 1.7)]:
        x = away_from_zero(shape, rng).requires_grad_()
        upstream = torch.randn(shape, generator=rng, dtype=torch.float64).requires_grad_()
        f = followed_by_autograd(student, x, slope)
        (grad,) = torch.autograd.grad(f(x), x, upstream, create_graph=True)
        assert grad.requires_grad, "the gradient does not depend on the upstream gradient as far as autograd can see"
        (back,) = torch.autograd.grad(grad.sum(), upstream)
        assert_close(back, slopes_by_hand(x, slope), **SLOPED, what="the derivative of the gradient")
        agrees = torch.autograd.gradgradcheck(f, (x,), (upstream,))
        assert agrees, "the second derivative does not agree with finite differences of the gradient"


@check("leaky_relu", weight=0.5, alone=False)
def test_the_class_does_the_work(student, rng):
    """LeakyReLU is a torch.autograd.Function of x and slope, in this order, and leaky_relu applies it."""
    assert_applied(student, rng)
    x = away_from_zero((6,), rng)
    seen = student.probe(probes.graph_of_leaky_relu, x=x, slope=0.3)
    if seen["applied"] is None:
        raise Mismatch(
            "LeakyReLU.apply(x, slope) raises an error",
            mistake="Your class takes other arguments than x and slope, in this order: `forward(ctx, x, slope)`.",
        )
    assert_close(seen["applied"], leaky_by_hand(x, 0.3), **SLOPED, what="what LeakyReLU.apply(x, slope) returns")


@check("leaky_relu", weight=2)
def test_two_uses_in_one_graph(student, rng):
    """Used twice, with other numbers and slopes, before backward runs: each use has its own local slope."""
    x = away_from_zero((2, 12), rng)
    slopes, upstream = [0.2, 3.0], normal((2, 12), rng=rng)[0]
    at_once, in_turn = student.probe(probes.two_uses_of_leaky_relu, x=x, slopes=slopes, upstream=upstream)
    expected = upstream * torch.stack([slopes_by_hand(row, slope) for row, slope in zip(x, slopes, strict=True)])
    assert_close(at_once, expected, **SLOPED, what="the gradient of x, when leaky_relu is used twice,")
    what = "the gradient of x, when leaky_relu is used twice and backward runs through the first use first,"
    assert_close(in_turn, expected, **SLOPED, what=what)


@check("leaky_relu", weight=0.5, alone=False)
def test_nothing_is_changed_in_place(student, rng):
    """x, the gradient that backward is handed, and PyTorch's global state stay as they were."""
    for dtype in (torch.float64, torch.float32):  # a conversion to what a tensor is already makes no copy
        x = away_from_zero((3, 4), rng, dtype)
        (upstream,) = normal((3, 4), rng=rng, dtype=dtype)
        student.leaky_relu(x, 0.2)  # first: who sets a seed changes nothing the second time
        assert_globals_unchanged(student)
        if student.probe(probes.watched_by_leaky_relu, x=x):
            raise Mismatch("your input x requires grad now", mistake=mistakes.switched("your input x"))
        seen = student.probe(probes.backward_of_leaky_relu, x=x, slope=0.2, upstream=upstream)
        assert_none_changed(seen["globals"])
        assert_attempted(seen["result"], (3, 4))
        assert_attempted(seen["grad"], (3, 4), "the gradient")
        assert_unchanged(seen["x"], x, "your input x")
        assert_unchanged(seen["upstream"], upstream, "the gradient that backward was handed")
