"""Hidden checks of numerical_gradient."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, assert_unchanged, check, mistakes

from ..common import FUNCTIONS, GRADIENTS, assert_attempted, assert_none_changed, exact, like
from . import probes

RIPPLES = {"ripples": lambda a: np.sin(1e6 * a).sum()}

ANOTHER_EPS = "Without an `eps` your function takes steps of another size than 1e-6."


def central_difference(name, a, eps):
    """Exactly what the statement asks for, in float64, one element at a time."""
    f, flat = (FUNCTIONS | RIPPLES)[name], a.reshape(-1)
    steps = eps * np.eye(flat.size)
    return np.array([(f(flat + step) - f(flat - step)) / (2 * eps) for step in steps])


def is_another(step):
    return step > 0 and not 0.99e-6 < step < 1.01e-6


def differences(student, name, x, **how):
    return student.probe(probes.differences, name=name, x=x, **how)


DIFFERENTIABLE = ("quartic", "waves", "log of summed exponentials", "neighbours")


@check("numerical_gradient", weight=2)
def test_agrees_with_the_derivative(student, rng):
    """With the usual eps the result is the gradient, as float64, also for an x of dtype float32."""
    for name in DIFFERENTIABLE:
        for dtype in (torch.float64, torch.float32):
            x = torch.randn(6, generator=rng, dtype=torch.float64).to(dtype)
            result = differences(student, name, x)["result"]
            assert_tensor(result, shape=(6,), dtype=torch.float64)
            expected = torch.from_numpy(GRADIENTS[name](exact(x)))
            # Rounding leaves some 1e-9 of f, which is of order 10; float32 anywhere on the way leaves 0.1 and more.
            assert_close(result, expected, rtol=1e-5, atol=1e-6)


@check("numerical_gradient", weight=2)
def test_central_difference(student, rng):
    """The difference is taken between a step of eps forward and one back, for any eps the caller passes."""
    for name in DIFFERENTIABLE:
        for eps in (0.1, 0.5, 1e-3):
            x = torch.randn(5, generator=rng, dtype=torch.float64)
            expected = torch.from_numpy(central_difference(name, exact(x), eps))
            # x + eps − 2·eps may be off by a last digit: 1e-16 of f over 1e-3. One step forward is off by eps.
            assert_close(differences(student, name, x, eps=eps)["result"], expected, rtol=1e-8, atol=1e-8)
    # Without an eps it is 1e-6, which shows where f changes within such a step: slopes of some 1e5, right to 1e-4.
    x = 1e-6 * torch.randn(5, generator=rng, dtype=torch.float64)
    seen, expected = differences(student, "ripples", x), torch.from_numpy(central_difference("ripples", exact(x), 1e-6))
    how = {"what": "the result without an eps", "mistake": ANOTHER_EPS if is_another(seen["largest step"]) else None}
    assert_close(seen["result"], expected, rtol=1e-6, atol=0.1, **how)
    # Many elements, and slopes from −300 to 300: f is of order 1000.
    x = torch.randn(300, generator=rng, dtype=torch.float64)
    expected = torch.from_numpy(central_difference("waves", exact(x), 0.1))
    assert_close(differences(student, "waves", x, eps=0.1)["result"], expected, rtol=1e-8, atol=1e-8)


@check("numerical_gradient")
def test_any_shape(student, rng):
    """The result has the shape of x: without dimensions, with many, and of tensors that are not contiguous."""
    base = torch.randn(4, 6, generator=rng, dtype=torch.float64)
    inputs = [torch.randn(shape, generator=rng, dtype=torch.float64) for shape in [(), (3, 4), (2, 1, 3), (1,), (3, 3)]]
    for x in [*inputs, base.t(), base[:, ::2], base[1:, 1]]:
        result = differences(student, "neighbours", x, inner=x.dim() == 2)["result"]
        # Coarse: how exact the result is, and its dtype, are judged elsewhere.
        expected = like(GRADIENTS["neighbours"](exact(x).reshape(-1)), x)
        assert_close(result, expected, rtol=1e-4, atol=1e-4, check_dtype=False)


@check("numerical_gradient", alone=False)
def test_what_f_is_called_with(student, rng):
    """f is called with float64 tensors of the shape of x, whatever the dtype of x, and may use autograd."""
    for shape, dtype in [((5,), torch.float32), ((2, 3), torch.float64), ((2, 3), torch.float32), ((), torch.float32)]:
        x = 1 + torch.rand(shape, generator=rng, dtype=dtype)
        seen = differences(student, "quartic", x, eps=0.01)
        judged = isinstance(seen["result"], torch.Tensor) and bool(seen["result"].any()) and seen["dtypes"]
        assert judged, "this could not be judged: the result is no tensor with other values than 0"
        assert_equal(seen["dtypes"], ["torch.float64"], "the dtype of what your function calls f with")
        if len(shape) > 1 and [tuple(s) for s in seen["shapes"]] == [(x.numel(),)]:
            raise Mismatch(
                "your function calls f with flattened tensors; f takes a tensor with the shape of x",
                mistake="You call f with flattened tensors. It takes tensors with the shape of x.",
            )
        assert_equal([tuple(s) for s in seen["shapes"]], [tuple(shape)], "the shape of what your function calls f with")
        if not seen["autograd was on whenever f ran"]:
            raise Mismatch(
                "autograd is switched off while f is called; what if f uses it for itself?",
                mistake="Your function calls f inside `no_grad()` or its like. An f that uses autograd for itself "
                "fails there; your copy needs no such block if it does not require grad.",
            )


@check("numerical_gradient", weight=0.5, alone=False)
def test_f_that_returns_a_view(student, rng):
    """f may return a view of the tensor that it was handed."""
    for shape in [(5,), (2, 3)]:
        x = torch.randn(shape, generator=rng, dtype=torch.float64)
        result = differences(student, "the first number itself", x)["result"]
        expected = torch.zeros(x.numel(), dtype=torch.float64)
        expected[0] = 1
        what = "the result for an f that returns a view of the tensor that it was handed"
        assert_close(result, expected.reshape(shape), rtol=0, atol=1e-6, what=what, check_dtype=False)


@check("numerical_gradient", alone=False)
def test_x_keeps_its_values(student, rng):
    """x keeps its values to the last digit, also while f is called; the global state stays as it was."""
    for shape in [(40,), (5, 8)]:
        for eps in ({}, {"eps": 0.3}):
            x = 10 * torch.randn(shape, generator=rng, dtype=torch.float64)
            seen = differences(student, "quartic", x, **eps)
            assert_unchanged(seen["x"], x, "your input x")
            if seen["requires_grad"]:
                raise Mismatch("your input x requires grad now", mistake=mistakes.switched("your input x"))
            if not seen["as it was whenever f ran"]:
                message = "your input x holds other numbers while f is called; what if f looks at x, too?"
                raise Mismatch(message, mistake=mistakes.written_into("your input x"))
            assert_attempted(seen["result"], shape)
            assert_none_changed(seen["globals"])


@check("numerical_gradient", alone=False)
def test_x_that_requires_grad(student, rng):
    """x, or tensors inside f, may require grad, and x still does afterwards; the result is part of no graph."""
    for shape, dtype in [((5,), torch.float64), ((2, 3), torch.float64), ((4,), torch.float32)]:
        # In float32 too, for a conversion to float64 is recorded.
        x = torch.randn(shape, generator=rng, dtype=dtype)
        seen = differences(student, "quartic", x, followed=True)
        assert_attempted(seen["result"], shape)
        assert not seen["result"].requires_grad, "the result is part of a graph: it requires grad"
        if not seen["requires_grad"]:
            message = "your input x does not require grad any more"
            raise Mismatch(message, mistake=mistakes.switched("your input x"))
        if seen["grad"] is not None:
            raise Mismatch("your input x has a .grad now", mistake=mistakes.grad_left("your input x"))
        old = torch.randn(shape, generator=rng, dtype=dtype)
        grad = differences(student, "quartic", x, followed=True, grad=old.clone())["grad"]
        if grad is None:
            raise Mismatch(
                "x had a .grad before the call, and has none now", mistake=mistakes.grad_gone("your input x")
            )
        assert_unchanged(grad, old, "the .grad of x")
        x = torch.randn(shape, generator=rng, dtype=torch.float64)
        seen = differences(student, "quartic", x, weighted=True)
        assert_attempted(seen["result"], shape, "the result for an f that has weights of its own")
        what = "the result is part of a graph where f has weights that require grad"
        assert not seen["result"].requires_grad, what
