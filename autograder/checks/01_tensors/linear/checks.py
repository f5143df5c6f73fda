"""Hidden checks of linear."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, assert_unchanged, check, mistakes

from ..common import assert_attempted, assert_calls_apart, assert_globals_unchanged, normal


def linear_by_hand(x, weight, bias=None):
    """In float64 with NumPy: multiply with each row of the weight and add up."""
    a, w = x.detach().double().numpy(), weight.detach().double().numpy()
    y = np.stack([(a * row).sum(axis=-1) for row in w], axis=-1)
    return torch.from_numpy(y if bias is None else y + bias.detach().double().numpy()).to(x.dtype)


# float32 sums of up to 8 products of order 1 are right to some 1e-6, in whatever order they are added.
PRODUCTS = {"rtol": 1e-4, "atol": 1e-5}


@check("linear")
def test_product_with_the_transposed_weight(student, rng):
    """Without a bias, the result is x times the transposed weight, square or not, in the dtype of the input."""
    for n, i, o in [(4, 3, 5), (6, 8, 2), (1, 4, 1), (3, 3, 3), (5, 5, 5)]:
        for dtype, tolerance in [(torch.float64, {}), (torch.float32, PRODUCTS)]:
            x, weight = normal((n, i), (o, i), rng=rng, dtype=dtype)
            assert_close(student.linear(x, weight), linear_by_hand(x, weight), **tolerance)
    x, weight = normal((4, 3), (5, 3), rng=rng)
    assert_close(student.linear(1e4 * x, weight), linear_by_hand(1e4 * x, weight), what="the result for large numbers")


@check("linear")
def test_bias(student, rng):
    """The bias is added to every row, also a bias of one number; without one nothing is added."""
    cases = [(dtype, sizes) for dtype in (torch.float32, torch.float64) for sizes in [(4, 3, 5), (5, 3, 5), (4, 3, 1)]]
    for dtype, (n, i, o) in cases:
        tolerance = PRODUCTS if dtype == torch.float32 else {}
        x, weight, bias = normal((n, i), (o, i), (o,), rng=rng, dtype=dtype)
        without, with_bias = linear_by_hand(x, weight), linear_by_hand(x, weight, bias)
        assert_close(student.linear(x, weight, bias), with_bias, **tolerance)
        assert_close(student.linear(x, weight, bias=None), without, **tolerance, what="the result without a bias")
    for dtype in (torch.float16, torch.bfloat16):
        # Numbers up to 10, sums of three products that are rounded some times in 16 bits: the dtype is what counts.
        x, weight, bias = normal((4, 3), (5, 3), (5,), rng=rng, dtype=dtype)
        for b, what in ((bias, f"the result for {dtype}"), (None, f"the result for {dtype} without a bias")):
            assert_close(student.linear(x, weight, b), linear_by_hand(x, weight, b), rtol=0, atol=0.2, what=what)


@check("linear")
def test_leading_dimensions(student, rng):
    """Any number of leading dimensions, also none, goes in and comes out."""
    for leading in [(), (2, 4), (2, 1, 3), (3, 3, 3)]:
        x, weight, bias = normal((*leading, 3), (4, 3), (4,), rng=rng, dtype=torch.float32)
        without, with_bias = linear_by_hand(x, weight), linear_by_hand(x, weight, bias)
        assert_close(student.linear(x, weight), without, **PRODUCTS, what="the result without a bias")
        assert_close(student.linear(x, weight, bias), with_bias, **PRODUCTS)


@check("linear")
def test_views(student, rng):
    """x and the weight may be views in any memory order: transposed, permuted, every other number."""
    wide, deep = normal((3, 8), (4, 3, 2), rng=rng)
    inputs = [wide.t(), wide[:, :3].t()[::2], deep.permute(2, 0, 1), deep.transpose(1, 2)]
    weights = [torch.randn(3, 5, generator=rng, dtype=torch.float64).t(), *normal((5, 6), rng=rng)]
    for x in inputs:
        for weight in (weights[0], weights[1][:, ::2]):
            assert_close(student.linear(x, weight), linear_by_hand(x, weight), what="the result for views")


def assert_gradients(student, x, weight, bias, rng):
    """The gradients of the arguments, each from the formula on plain numbers."""
    arguments = {"x": x, "the weight": weight} if bias is None else {"x": x, "the weight": weight, "the bias": bias}
    for t in arguments.values():
        t.requires_grad_()
    y = student.linear(x, weight, bias)
    assert_attempted(y, (*x.shape[:-1], 5))
    right = torch.allclose(y.detach().double(), linear_by_hand(x, weight, bias))
    if not y.requires_grad:
        message = "the result does not remember how it was made, so no gradient can flow back"
        cut = mistakes.no_gradient("the arguments") if right else None
        raise Mismatch(message, shows=[bias is None], mistake=cut)
    upstream = torch.randn(y.shape, generator=rng, dtype=torch.float64)
    grads = torch.autograd.grad(y, list(arguments.values()), upstream, allow_unused=True)
    lacking = [name for grad, name in zip(grads, arguments, strict=True) if grad is None]
    if lacking:
        message, shows = f"no gradient flows back to {lacking[0]}", [bias is None, *lacking]
        # What took no part in the values has no graph that could have been cut; of zeros the values do not tell.
        took_part = right and bool(arguments[lacking[0]].any())
        raise Mismatch(message, shows=shows, mistake=mistakes.no_gradient(lacking[0]) if took_part else None)
    g, a, w = upstream.reshape(-1, 5).numpy(), x.detach().reshape(-1, 3).numpy(), weight.detach().numpy()
    for grad, right, name in zip(grads, (g @ w, g.T @ a, g.sum(0)), arguments, strict=False):
        assert_close(grad, torch.from_numpy(right).reshape(grad.shape), what=f"the gradient of {name}")


@check("linear")
def test_gradients(student, rng):
    """Gradients flow back to the input, the weight and the bias, whatever numbers these hold."""
    for leading in [(4,), (), (2, 3)]:
        assert_gradients(student, *normal((*leading, 3), (5, 3), (5,), rng=rng), rng)
    x, weight = normal((4, 3), (5, 3), rng=rng)
    assert_gradients(student, x.clone(), weight.clone(), None, rng)
    # A bias begins its training at 0.
    assert_gradients(student, x, weight, torch.zeros(5, dtype=torch.float64), rng)


def called_without_traces(student, arguments):
    """The result of linear, which left all its arguments as they were."""
    before = [t.clone() for t in arguments]
    y = student.linear(*arguments)
    for t, old, name in zip(arguments, before, ("x", "the weight", "the bias"), strict=True):
        assert_unchanged(t, old, name)
    return y


@check("linear", weight=0.5, effects=True, alone=False)
def test_arguments_unchanged(student, rng):
    """Input, weight, bias, earlier results and PyTorch's global state stay as they were."""
    for dtype in (torch.float32, torch.float64):  # a conversion to what they are already makes no copy
        arguments = [30 * t for t in normal((4, 3), (5, 3), (5,), rng=rng, dtype=dtype)]
        assert_attempted(called_without_traces(student, arguments), (4, 5))
    try:  # a single vector may be handled by other lines; whether it is, another check asks
        called_without_traces(student, normal((3,), (5, 3), (5,), rng=rng))
    except Mismatch:
        raise
    except Exception:
        pass
    assert_calls_apart(student, "linear", *(normal((4, 3), (5, 3), (5,), rng=rng) for _ in range(3)))
    assert_globals_unchanged(student)
