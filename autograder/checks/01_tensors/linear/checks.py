"""Hidden checks of linear."""

import numpy as np
import torch

from autograder.expect import assert_close, assert_unchanged, check

from ..common import assert_attempted, assert_globals_unchanged, normal


def linear_by_hand(x, weight, bias=None):
    """In float64 with NumPy: multiply with each row of the weight and add up."""
    a, w = x.detach().double().numpy(), weight.detach().double().numpy()
    y = np.stack([(a * row).sum(axis=-1) for row in w], axis=-1)
    return torch.from_numpy(y if bias is None else y + bias.detach().double().numpy()).to(x.dtype)


# float32 sums of up to 8 products of order 1 are right to some 1e-6, in whatever order they are added.
PRODUCTS = {"rtol": 1e-4, "atol": 1e-5}


@check("linear", hint="Row o of the weight belongs to output o, whatever the shape.")
def test_product_with_the_transposed_weight(student, rng):
    """Without a bias, the result is x times the transposed weight, square or not, in the dtype of the input."""
    for n, i, o in [(4, 3, 5), (6, 8, 2), (1, 4, 1), (3, 3, 3), (5, 5, 5)]:
        for dtype, tolerance in [(torch.float64, {}), (torch.float32, PRODUCTS)]:
            x, weight = normal((n, i), (o, i), rng=rng, dtype=dtype)
            assert_close(student.linear(x, weight), linear_by_hand(x, weight), **tolerance)


@check("linear")
def test_bias(student, rng):
    """The bias is added to every row, also a bias of one number; without one nothing is added."""
    for n, i, o in [(4, 3, 5), (5, 3, 5), (4, 3, 1)]:
        x, weight, bias = normal((n, i), (o, i), (o,), rng=rng, dtype=torch.float32)
        without, with_bias = linear_by_hand(x, weight), linear_by_hand(x, weight, bias)
        assert_close(student.linear(x, weight, bias), with_bias, **PRODUCTS)
        assert_close(student.linear(x, weight, bias=None), without, **PRODUCTS, what="the result without a bias")


@check("linear")
def test_leading_dimensions(student, rng):
    """Any number of leading dimensions, also none, goes in and comes out."""
    for leading in [(), (2, 4), (2, 1, 3), (3, 3, 3)]:
        x, weight, bias = normal((*leading, 3), (4, 3), (4,), rng=rng, dtype=torch.float32)
        without, with_bias = linear_by_hand(x, weight), linear_by_hand(x, weight, bias)
        assert_close(student.linear(x, weight), without, **PRODUCTS, what="the result without a bias")
        assert_close(student.linear(x, weight, bias), with_bias, **PRODUCTS)


@check("linear")
def test_gradients(student, rng):
    """Gradients flow back to the input, the weight and the bias."""
    for leading in [(4,), (), (2, 3)]:
        x, weight, bias = (t.requires_grad_() for t in normal((*leading, 3), (5, 3), (5,), rng=rng))
        y = student.linear(x, weight, bias)
        assert_attempted(y, (*leading, 5))
        assert y.requires_grad, "the result does not remember how it was made, so no gradient can flow back"
        upstream = torch.randn(*leading, 5, generator=rng, dtype=torch.float64)
        grads = torch.autograd.grad(y, [x, weight, bias], upstream, allow_unused=True)
        for grad, name in zip(grads, ("x", "the weight", "the bias"), strict=True):
            assert grad is not None, f"no gradient flows back to {name}"
        g, a, w = upstream.reshape(-1, 5).numpy(), x.detach().reshape(-1, 3).numpy(), weight.detach().numpy()
        assert_close(grads[0], torch.from_numpy(g @ w).view_as(x), what="the gradient of x")
        assert_close(grads[1], torch.from_numpy(g.T @ a), what="the gradient of the weight")


@check("linear", weight=0.5, effects=True)
def test_arguments_unchanged(student, rng):
    """Input, weight, bias and PyTorch's global state stay as they were."""
    arguments = normal((4, 3), (5, 3), (5,), rng=rng, dtype=torch.float32)
    before = [t.clone() for t in arguments]
    y = student.linear(*arguments)
    for t, old, name in zip(arguments, before, ("x", "the weight", "the bias"), strict=True):
        assert_unchanged(t, old, name)
    assert_attempted(y, (4, 5))
    assert_globals_unchanged(student)
