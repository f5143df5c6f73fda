"""Hidden checks of value_and_grad."""

import itertools

import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_type, assert_unchanged, check, mistakes

from ..common import (
    FUNCTIONS,
    GRADIENTS,
    assert_attempted,
    assert_called_with_its_like,
    assert_none_changed,
    exact,
    like,
    normal,
    number,
    tolerance,
    uniform,
    unpacked,
)
from . import probes

POINTS = [((5,), torch.float64), ((3, 4), torch.float32), ((), torch.float64), ((2, 1, 3), torch.float64)]


def answered(seen):
    """The value and the gradient of every call."""
    return [unpacked(result, "value", "gradient") for result in seen["results"]]


def asked(student, name, x, **how):
    """What the probe saw, after a look at whether the answer is one at all."""
    seen = student.probe(probes.value_and_grad_of, name=name, x=x, **how)
    for _, gradient in answered(seen):
        assert_attempted(gradient, x.shape, "the gradient")
    return seen


@check("value_and_grad", alone=False)
def test_value_is_a_float(student, rng):
    """The first result is f(x) as a Python float, for any shape and dtype of x."""
    for name, f in FUNCTIONS.items():
        for shape, dtype in POINTS:
            x = torch.randn(shape, generator=rng, dtype=dtype)
            ((value, _),) = answered(student.probe(probes.value_and_grad_of, name=name, x=x))
            assert_type(value, float, "the value")
            precision = {"rtol": 1e-4, "atol": 1e-4} if dtype == torch.float32 else {"rtol": 1e-9, "atol": 1e-10}
            assert_close(value, float(f(exact(x).reshape(-1))), **precision, what="the value")
    x = 1e-3 * (0.5 + torch.rand(4, generator=rng, dtype=torch.float64))  # a value near 1e-12 has its digits, too
    ((value, _),) = answered(student.probe(probes.value_and_grad_of, name="quartic", x=x))
    assert_close(value, float(FUNCTIONS["quartic"](exact(x))), rtol=1e-9, atol=0, what="the value at small x")


@check("value_and_grad", weight=2)
def test_gradient(student, rng):
    """The second result is the gradient of f at x, with the shape and dtype of x."""
    for name, gradient_by_hand in GRADIENTS.items():
        for shape, dtype in POINTS:
            x = torch.randn(shape, generator=rng, dtype=dtype)
            seen = student.probe(probes.value_and_grad_of, name=name, x=x)
            ((_, gradient),) = answered(seen)
            expected = like(gradient_by_hand(exact(x).reshape(-1)), x)
            assert_close(gradient, expected, **tolerance(dtype), what="the gradient")
            assert_called_with_its_like(seen["called"], x)
    x = 1e-3 * (0.5 + torch.rand(4, generator=rng, dtype=torch.float64))
    ((_, gradient),) = answered(student.probe(probes.value_and_grad_of, name="quartic", x=x))
    expected = like(GRADIENTS["quartic"](exact(x)), x)
    assert_close(gradient, expected, rtol=1e-9, atol=0, what="the gradient at small x")
    x = uniform(100, 200, (6,), rng)
    ((_, gradient),) = answered(student.probe(probes.value_and_grad_of, name="quartic", x=x))
    assert_close(gradient, like(GRADIENTS["quartic"](exact(x)), x), what="the gradient where f is steep")


@check("value_and_grad", weight=0.5)
def test_views(student, rng):
    """x may be a view: transposed, or every other column."""
    base = torch.randn(4, 6, generator=rng, dtype=torch.float64)
    for x in (base.t(), base[:, ::2]):
        ((_, gradient),) = answered(student.probe(probes.value_and_grad_of, name="neighbours", x=x))
        expected = like(GRADIENTS["neighbours"](exact(x).reshape(-1)), x)
        assert_close(gradient, expected, what="the gradient for an x that is not contiguous")


@check("value_and_grad")
def test_twice_gives_the_same(student, rng):
    """Asked again, the function gives the same answers; new ones once x has changed, or for another f."""
    for requires_grad in (False, True):
        x = torch.randn(6, generator=rng, dtype=torch.float64)
        how = {"requires_grad": requires_grad, "times": 3}
        seen = student.probe(probes.value_and_grad_of, name="waves", x=x, **how)
        for value, gradient in answered(seen):
            assert_close(number(value, "the value"), float(FUNCTIONS["waves"](exact(x))), rtol=1e-4, what="the value")
            expected = like(GRADIENTS["waves"](exact(x)), x)
            assert_close(gradient, expected, what="the gradient, when the function is called three times,")
    x, changed = normal((6,), (6,), rng=rng)
    names = ["waves", "quartic"]
    seen = student.probe(probes.value_and_grad_after_a_change, names=names, x=x, changed=changed)
    cases = [("waves", x, "before x was given other numbers"), ("waves", changed, "after x was given other numbers")]
    cases.append(("quartic", changed, "of another f at the same x"))
    for (name, at, when), (value, gradient) in zip(cases, answered(seen), strict=True):
        what = f"the value {when}"
        assert_close(number(value, what), float(FUNCTIONS[name](exact(at))), rtol=1e-4, what=what)
        assert_close(gradient, like(GRADIENTS[name](exact(at)), x), what=f"the gradient {when}")


@check("value_and_grad", alone=False)
def test_gradient_is_in_no_graph(student, rng):
    """The gradient is plain data: it does not require grad, whether or not x does."""
    for requires_grad in (False, True):
        for name in ("quartic", "log of summed exponentials"):
            x = torch.randn(3, 2, generator=rng, dtype=torch.float64)
            ((_, gradient),) = answered(asked(student, name, x, requires_grad=requires_grad))
            assert not gradient.requires_grad, "the gradient is still part of a graph: it requires grad"


@check("value_and_grad", alone=False)
def test_x_requires_grad_as_before(student, rng):
    """Afterwards x requires grad if it did before, and does not if it did not."""
    for requires_grad in (False, True):
        x = torch.randn(5, generator=rng)
        seen = asked(student, "quartic", x, requires_grad=requires_grad)
        kept = seen["requires_grad"] == requires_grad
        now = "requires grad now and did not before" if not requires_grad else "does not require grad any more"
        if not kept:
            raise Mismatch(f"your input x {now}", mistake=mistakes.switched("your input x"))


@check("value_and_grad", alone=False)
def test_grad_of_x_as_before(student, rng):
    """Afterwards the .grad of x is what it was, None or the tensor that was there; that is no part of the answer."""
    x, old = normal((4,), (4,), rng=rng)
    for requires_grad in (False, True):
        seen = asked(student, "waves", x, requires_grad=requires_grad)
        if seen["grad"] is not None:
            raise Mismatch("x has a .grad now; it had none before the call", mistake=mistakes.grad_left("your input x"))
    seen = asked(student, "waves", x, requires_grad=True, grad=old.clone())
    if seen["grad"] is None:
        raise Mismatch("x had a .grad before the call, and has none now", mistake=mistakes.grad_gone("your input x"))
    assert_unchanged(seen["grad"], old, "the .grad of x")
    ((_, gradient),) = answered(seen)
    assert_close(gradient.detach(), like(GRADIENTS["waves"](exact(x)), x), what="the gradient where x has a .grad")


@check("value_and_grad")
def test_x_from_an_earlier_calculation(student, rng):
    """x may be a result of an earlier calculation, which stays as it was and can still be differentiated."""
    x = uniform(0.5, 2, (5,), rng)
    seen = student.probe(probes.value_and_grad_inside_a_graph, name="neighbours", x=x)
    ((value, gradient),) = answered(seen)
    given = exact(x) ** 2
    assert_close(number(value, "the value"), float(FUNCTIONS["neighbours"](given)), rtol=1e-6, what="the value")
    if gradient is None:
        raise Mismatch(
            "for an x from an earlier calculation your gradient is None",
            mistake="Your gradient is None where x comes from an earlier calculation. `backward` puts gradients into "
            "leaves alone: the `.grad` of a tensor that an operation made stays None. A leaf of your own has none of "
            "these cares.",
        )
    assert_tensor(gradient, what="the gradient")
    assert_close(gradient.detach(), like(GRADIENTS["neighbours"](given), x), what="the gradient")
    assert_unchanged(seen["given"], torch.from_numpy(given), "your input x")
    assert seen["requires_grad"] and seen["still calculated"], "your input x was cut off from the earlier calculation"
    if seen["grad of x"] is not None:
        raise Mismatch(
            "the call left a .grad in the tensor that x was calculated from",
            mistake="A `backward` in your function goes on through x into the calculation that x comes from: what you "
            "differentiate at is x itself, or a copy that keeps its history. A leaf of your own has none.",
        )
    after = seen["gradient of the calculation"]
    assert after is not None, "after the call, the earlier calculation can not be differentiated any more"
    assert_close(after, 2 * x, what="the gradient of the earlier calculation, after the call,")


@check("value_and_grad", weight=0.5, alone=False)
def test_values_of_x_and_global_state(student, rng):
    """The values of x and PyTorch's global state stay as they were."""
    for requires_grad, dtype in itertools.product((False, True), (torch.float32, torch.float64)):
        # In both dtypes, for a conversion to what x is already makes no copy.
        x = torch.randn(4, 3, generator=rng, dtype=dtype)
        seen = asked(student, "quartic", x, requires_grad=requires_grad)
        assert_unchanged(seen["x"], x, "your input x")
        assert_none_changed(seen["globals"])
