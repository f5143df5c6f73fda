"""Hidden checks of hessian_vector_product."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_close, assert_unchanged, check, mistakes

from ..common import (
    assert_attempted,
    assert_called_with_its_like,
    assert_none_changed,
    exact,
    first_alone,
    like,
    normal,
    soft_weights,
    tolerance,
)
from . import probes

PRODUCTS_WITH_THE_HESSIAN = {
    "quartic": lambda a, v: 12 * a**2 * v,
    "log of summed exponentials": lambda a, v: soft_weights(a) * (v - (soft_weights(a) * v).sum()),
    "neighbours": lambda a, v: 2 * np.roll(a, -1) * v + 2 * a * np.roll(v, -1) + 2 * np.roll(a * v, 1),
    "first alone": lambda a, v: first_alone(a, 6 * a * v),
    "square of summed squares": lambda a, v: 4 * (a**2).sum() * v + 8 * (a * v).sum() * a,
}


def product_with(name, x, v):
    return like(PRODUCTS_WITH_THE_HESSIAN[name](exact(x).reshape(-1), exact(v).reshape(-1)), x)


ELSEWHERE = (
    "Your function calls f at other points than x: a difference of two gradients, however small the step, is only "
    "close. A gradient that was recorded can be differentiated exactly, at x alone."
)

BUILT = (
    "Where x is short the Hessian is built, or its rows are worked out one by one. The product alone needs two "
    "gradients, however short or long x is."
)

FLAG = {True: "requires grad now and did not before", False: "does not require grad any more"}


def hessian_product(student, name, x, v, **how):
    return student.probe(probes.hessian_product, name=name, x=x, v=v, **how)


def assert_product(seen, expected, **how):
    assert_close(seen["result"], expected, **how, mistake=ELSEWHERE if seen["called"]["elsewhere"] else None)


@check("hessian_vector_product", weight=2)
def test_hessian_times_vector(student, rng):
    """The result is the Hessian of f at x times v."""
    for name in PRODUCTS_WITH_THE_HESSIAN:
        for n in (5, 2, 9):
            x, v = normal((n,), (n,), rng=rng)
            assert_product(hessian_product(student, name, x, v), product_with(name, x, v))
    x, v = torch.randn(5, generator=rng, dtype=torch.float64), torch.zeros(5, dtype=torch.float64)
    assert_close(hessian_product(student, "quartic", x, v)["result"], v.clone(), what="the result for a v of zeros")


@check("hessian_vector_product")
def test_product_in_any_shape_and_dtype(student, rng):
    """x and v may have any shape, float32 or float64; the result has the shape and dtype of x."""
    double, single = torch.float64, torch.float32
    # Not each shape in each dtype: what traces f, as linearize does, takes a tenth of a second for each of these.
    for name in PRODUCTS_WITH_THE_HESSIAN:
        for shape, dtype in [((3, 4), double), ((3, 4), single), ((), double), ((2, 1, 3), single), ((3, 3), double)]:
            if shape == () and name == "log of summed exponentials":
                continue  # of one number this is the number itself, which is linear
            x, v = normal(shape, shape, rng=rng, dtype=dtype)
            seen = hessian_product(student, name, x, v)
            assert_product(seen, product_with(name, x, v), **tolerance(dtype))
            assert_called_with_its_like(seen["called"], x)


@check("hessian_vector_product", weight=0.5)
def test_views(student, rng):
    """x and v may be views: transposed, or every other column."""
    base = torch.randn(4, 6, generator=rng, dtype=torch.float64)
    turned = base.flip(0).t()
    for x, v in [(base.t(), turned.contiguous()), (base[:, ::2], base[:, 1::2]), (turned.contiguous(), base.t())]:
        result = hessian_product(student, "neighbours", x, v)["result"]
        assert_close(result, product_with("neighbours", x, v), what="the result for tensors that are not contiguous")


@check("hessian_vector_product", weight=3)
def test_twenty_thousand_numbers(student, rng):
    """With 20,000 numbers there is no room for the Hessian, and no time for its rows."""
    n = 20_000
    x, v = normal((n,), (n,), rng=rng)
    seen = student.probe(probes.large_hessian_product, name="square of summed squares", x=x, v=v, most_operations=2000)
    built = seen["largest"] is None or seen["largest"] > 100 * n
    assert not built, "your function makes a tensor far larger than x: is it the Hessian?"
    assert seen["result"] is not None, "your function goes through x element by element; two gradients are enough"
    expected = product_with("square of summed squares", x, v)
    # Terms of up to 1e5 add up to sums of some 1e6; what is wrong is wrong by these.
    assert_close(seen["result"], expected, rtol=1e-8, atol=1e-5)


@check("hessian_vector_product", weight=0.5, alone=False)
def test_few_numbers(student, rng):
    """With few numbers, for which a Hessian would have room, it is not built either."""
    for n in (12, 30, 400):
        x, v = normal((n,), (n,), rng=rng)
        seen = student.probe(probes.small_hessian_product, name="square of summed squares", x=x, v=v)
        assert_attempted(seen["result"], (n,))
        # Two gradients are enough; n of them, one after the other or all at once, make the n rows of the Hessian.
        rows = seen["differentiated"]["backward"] + seen["differentiated"]["forward"] >= n // 2
        if rows or seen["largest"] >= n * n // 2:
            raise Mismatch("for few numbers, your function builds the Hessian or goes through its rows", mistake=BUILT)


@check("hessian_vector_product")
def test_asked_again(student, rng):
    """Asked again with another v, or other numbers in x or v, it answers anew, whether or not x requires grad."""
    (x,) = normal((6,), rng=rng)
    for requires_grad in (False, True, True):
        (v,) = normal((6,), rng=rng)
        seen = hessian_product(student, "neighbours", x, v, requires_grad=requires_grad)
        assert_close(seen["result"], product_with("neighbours", x, v))
    x, v, changed = normal((6,), (6,), (6,), rng=rng)
    results = student.probe(probes.products_before_and_after, name="neighbours", x=x, v=v, changed=changed)
    cases = [("before", x, v), ("after x", changed, v), ("after v", changed, changed)]
    for result, (when, at, along) in zip(results, cases, strict=True):
        what = f"the result {when} was given other numbers" if when != "before" else "the result"
        assert_close(result, product_with("neighbours", at, along), what=what)


@check("hessian_vector_product", weight=0.5)
def test_v_calculated_from_x(student, rng):
    """v may be x itself, or calculated from x, whether or not it requires grad: v is a constant all the same."""
    # Not a homogeneous function, whose Hessian times x is a multiple of its gradient.
    name = "log of summed exponentials"
    for n in (6, 4):
        (x,) = normal((n,), rng=rng)
        results = student.probe(probes.product_with_calculated_v, name=name, x=x)
        for result, v in zip(results, (x, x, -3 * x), strict=True):
            assert_close(result, product_with(name, x, v), what="the result for a v that was calculated from x")


@check("hessian_vector_product", weight=0.5, alone=False)
def test_product_is_in_no_graph(student, rng):
    """The result is plain data: it does not require grad, whether or not x or v does."""
    for requires_grad, v_too in [(False, False), (True, False), (False, True), (True, True)]:
        x, v = normal((5,), (5,), rng=rng)
        seen = hessian_product(student, "neighbours", x, v, requires_grad=requires_grad, v_requires_grad=v_too)
        assert_attempted(seen["result"], (5,))
        assert not seen["in a graph"], "the result is still part of a graph: it requires grad"


@check("hessian_vector_product", alone=False)
def test_x_and_v_as_before(student, rng):
    """x and v keep their values, their requires_grad and their .grad; the global state stays as it was."""
    x, v, old = (30 * t for t in normal((5,), (5,), (5,), rng=rng))
    for requires_grad, grad, v_too, v_grad in [
        (False, None, False, None),
        (True, None, False, None),
        (True, old, False, None),
        (True, None, True, None),
        (False, None, True, old),
    ]:
        grads = {name: given.clone() for name, given in (("grad", grad), ("v_grad", v_grad)) if given is not None}
        how = {"requires_grad": requires_grad, "v_requires_grad": v_too, **grads}
        seen = hessian_product(student, "quartic", x, v, **how)
        assert_attempted(seen["result"], (5,))
        assert_unchanged(seen["x"], x, "your input x")
        assert_unchanged(seen["v"], v, "your input v")
        if grads:
            assert_close(seen["result"], product_with("quartic", x, v), what="the result where x or v has a .grad")
        flags = zip("xv", [requires_grad, v_too], seen["requires_grad"], strict=True)
        for name, was, now in flags:
            if was != now:
                raise Mismatch(f"your input {name} {FLAG[now]}", mistake=mistakes.switched(f"your input {name}"))
        for name, was, now in zip("xv", (grad, v_grad), seen["grads"], strict=True):
            if was is None and now is not None:
                left = mistakes.grad_left(f"your input {name}")
                raise Mismatch(f"{name} has a .grad now; it had none before the call", mistake=left)
            if was is not None:
                if now is None:
                    gone = mistakes.grad_gone(f"your input {name}")
                    raise Mismatch(f"{name} had a .grad before the call, and has none now", mistake=gone)
                assert_unchanged(now, was, f"the .grad of {name}")
        assert_none_changed(seen["globals"])
