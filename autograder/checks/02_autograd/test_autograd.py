"""Hidden checks of 02_autograd, in notebook order."""

import math

import numpy as np
import probes
import torch
from torch import nn

from autograder.expect import (
    Mismatch,
    assert_close,
    assert_equal,
    assert_tensor,
    assert_type,
    assert_unchanged,
    check,
)

EXACT = {"rtol": 0, "atol": 0}


def unpacked(result, *names, what="the result"):
    """The parts of a returned tuple, one for each name."""
    assert_type(result, (tuple, list), f"{what} ({', '.join(names)})")
    if len(result) != len(names):
        raise Mismatch(f"{what} has {len(result)} items; it must have {len(names)}: {', '.join(names)}")
    return result


def assert_attempted(result, shape, what="the result"):
    """Enough of an answer for another side of it to be judged, so that a mistake in the values costs its own check."""
    try:
        assert_tensor(result, shape=shape, what=what)
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None
    if result.detach().unique().numel() < 2:
        raise Mismatch(f"this could not be judged: all values of {what} are equal")


def assert_none_changed(changed):
    if changed:
        raise Mismatch(f"your function changed {' and '.join(changed)}, which all other code shares")


def assert_globals_unchanged(student):
    """What all code shares is as it was before the student's functions were called in this check."""
    assert_none_changed(student.globals_changed())


def number(value, what):
    """A returned number as a float. A tensor of one element will do here; other checks look at the type."""
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        return float(value.detach())
    assert_type(value, (float, int, np.number), what)
    return float(value)


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def a_float(low, high, rng):
    """A random number between low and high that float32 can hold."""
    return float(torch.rand((), generator=rng) * (high - low) + low)


def normal(*shapes, rng, dtype=torch.float64):
    return [torch.randn(shape, generator=rng, dtype=dtype) for shape in shapes]


def uniform(low, high, shape, rng, dtype=torch.float64):
    return low + (high - low) * torch.rand(shape, generator=rng, dtype=dtype)


def exact(x):
    """A tensor's values as a float64 array."""
    return x.detach().double().numpy()


def like(array, x):
    """An array as a tensor with the shape and dtype of x."""
    return torch.from_numpy(np.array(array, dtype=np.float64)).reshape(x.shape).to(x.dtype)


# Gradients and Hessian products of the functions in probes.FUNCTIONS, in float64 on flat arrays.


def soft_weights(a):
    shifted = np.exp(a - a.max())
    return shifted / shifted.sum()


def first_alone(a, values):
    return np.where(np.arange(a.size) == 0, values, 0.0)


FUNCTIONS = {
    "quartic": lambda a: (a**4).sum(),
    "waves": lambda a: (np.sin(a) * np.arange(1, a.size + 1)).sum(),
    "log of summed exponentials": lambda a: np.log(np.exp(a - a.max()).sum()) + a.max(),
    "neighbours": lambda a: (a**2 * np.roll(a, -1)).sum(),
    "first alone": lambda a: a[0] ** 3,
}
GRADIENTS = {
    "quartic": lambda a: 4 * a**3,
    "waves": lambda a: np.cos(a) * np.arange(1, a.size + 1),
    "log of summed exponentials": soft_weights,
    "neighbours": lambda a: 2 * a * np.roll(a, -1) + np.roll(a, 1) ** 2,
    "first alone": lambda a: first_alone(a, 3 * a**2),
}
PRODUCTS_WITH_THE_HESSIAN = {
    "quartic": lambda a, v: 12 * a**2 * v,
    "log of summed exponentials": lambda a, v: soft_weights(a) * (v - (soft_weights(a) * v).sum()),
    "neighbours": lambda a, v: 2 * np.roll(a, -1) * v + 2 * a * np.roll(v, -1) + 2 * np.roll(a * v, 1),
    "square of summed squares": lambda a, v: 4 * (a**2).sum() * v + 8 * (a * v).sum() * a,
}

# Sums of some ten terms of order 1 to 100 in float32, in whatever order, are right to 1e-5 of the largest term.
SINGLE = {"rtol": 1e-4, "atol": 1e-4}


def tolerance(dtype):
    return SINGLE if dtype == torch.float32 else {}


# 1 · value_and_grad

POINTS = [((5,), torch.float64), ((3, 4), torch.float32), ((), torch.float64), ((2, 1, 3), torch.float64)]


def answered(seen):
    """The value and the gradient of every call."""
    return [unpacked(result, "value", "gradient") for result in seen["results"]]


def assert_called_with_shape(seen, x):
    """f takes a tensor like x: a function may well add up rows, or pick a column."""
    called = seen["shapes"] == [tuple(x.shape)]
    assert called, "your function calls f with a tensor of another shape than x"


def asked(student, name, x, **how):
    """What the probe saw, after a look at whether the answer is one at all."""
    seen = student.probe(probes.value_and_grad_of, name=name, x=x, **how)
    for _, gradient in answered(seen):
        assert_attempted(gradient, x.shape, "the gradient")
    return seen


@check("value_and_grad")
def test_value_is_a_float(student, rng):
    """The first result is f(x) as a Python float, for any shape and dtype of x."""
    for name, f in FUNCTIONS.items():
        for shape, dtype in POINTS:
            x = torch.randn(shape, generator=rng, dtype=dtype)
            ((value, _),) = answered(student.probe(probes.value_and_grad_of, name=name, x=x))
            assert_type(value, float, "the value")
            assert_close(value, float(f(exact(x).reshape(-1))), rtol=1e-4, atol=1e-4, what="the value")


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
            assert_called_with_shape(seen, x)
    base = torch.randn(4, 6, generator=rng, dtype=torch.float64)
    for x in (base.t(), base[:, ::2]):
        ((_, gradient),) = answered(student.probe(probes.value_and_grad_of, name="neighbours", x=x))
        expected = like(GRADIENTS["neighbours"](exact(x).reshape(-1)), x)
        assert_close(gradient, expected, what="the gradient for an x that is not contiguous")


@check("value_and_grad", hint="Whose `.grad` does `backward()` add to?")
def test_twice_gives_the_same(student, rng):
    """Asked again, the function gives the same answers, whether or not x requires grad."""
    for requires_grad in (False, True):
        x = torch.randn(6, generator=rng, dtype=torch.float64)
        how = {"requires_grad": requires_grad, "times": 3}
        seen = student.probe(probes.value_and_grad_of, name="waves", x=x, **how)
        for value, gradient in answered(seen):
            assert_close(number(value, "the value"), float(FUNCTIONS["waves"](exact(x))), what="the value")
            expected = like(GRADIENTS["waves"](exact(x)), x)
            assert_close(gradient, expected, what="the gradient, when the function is called three times,")


@check("value_and_grad")
def test_gradient_is_in_no_graph(student, rng):
    """The gradient is plain data: it does not require grad, whether or not x does."""
    for requires_grad in (False, True):
        for name in ("quartic", "log of summed exponentials"):
            x = torch.randn(3, 2, generator=rng, dtype=torch.float64)
            ((_, gradient),) = answered(asked(student, name, x, requires_grad=requires_grad))
            assert not gradient.requires_grad, "the gradient is still part of a graph: it requires grad"


@check("value_and_grad")
def test_x_requires_grad_as_before(student, rng):
    """Afterwards x requires grad if it did before, and does not if it did not."""
    for requires_grad in (False, True):
        x = torch.randn(5, generator=rng)
        seen = asked(student, "quartic", x, requires_grad=requires_grad)
        kept = seen["requires_grad"] == requires_grad
        now = "requires grad now and did not before" if not requires_grad else "does not require grad any more"
        assert kept, f"your input x {now}"


@check("value_and_grad")
def test_grad_of_x_as_before(student, rng):
    """Afterwards the .grad of x is what it was: None, or the tensor that was there."""
    x, old = normal((4,), (4,), rng=rng)
    for requires_grad in (False, True):
        seen = asked(student, "waves", x, requires_grad=requires_grad)
        assert seen["grad"] is None, "x has a .grad now; it had none before the call"
    seen = asked(student, "waves", x, requires_grad=True, grad=old.clone())
    assert seen["grad"] is not None, "x had a .grad before the call, and has none now"
    assert_unchanged(seen["grad"], old, "the .grad of x")


@check("value_and_grad", hint="An x with a history: `detach()` gives a tensor with the same values and none.")
def test_x_from_an_earlier_calculation(student, rng):
    """x may be a result of an earlier calculation, which stays as it was and can still be differentiated."""
    x = uniform(0.5, 2, (5,), rng)
    seen = student.probe(probes.value_and_grad_inside_a_graph, name="neighbours", x=x)
    ((value, gradient),) = answered(seen)
    given = exact(x) ** 2
    assert_close(number(value, "the value"), float(FUNCTIONS["neighbours"](given)), rtol=1e-6, what="the value")
    assert_close(gradient.detach(), like(GRADIENTS["neighbours"](given), x), what="the gradient")
    assert_unchanged(seen["given"], torch.from_numpy(given), "your input x")
    assert seen["requires_grad"] and seen["still calculated"], "your input x was cut off from the earlier calculation"
    assert seen["grad of x"] is None, "the call left a .grad in the tensor that x was calculated from"
    after = seen["gradient of the calculation"]
    assert after is not None, "after the call, the earlier calculation can not be differentiated any more"
    assert_close(after, 2 * x, what="the gradient of the earlier calculation, after the call,")


@check("value_and_grad", weight=0.5)
def test_values_of_x_and_global_state(student, rng):
    """The values of x and PyTorch's global state stay as they were."""
    x = torch.randn(4, 3, generator=rng)
    for requires_grad in (False, True):
        seen = asked(student, "quartic", x, requires_grad=requires_grad)
        assert_unchanged(seen["x"], x, "your input x")
        assert_none_changed(seen["globals"])


# 2 · bridge

# Numbers of order 1 to 30, added and multiplied once or twice in float32.
BRIDGE = {"rtol": 1e-5, "atol": 1e-4}


def two_triples(result):
    """(p, dp_dx, dp_dy) and (q, dq_dx, dq_dy)."""
    p, q = unpacked(result, "p and its gradients", "q and its gradients")
    p = unpacked(p, "p", "dp_dx", "dp_dy", what="the first triple")
    q = unpacked(q, "q", "dq_dx", "dq_dy", what="the second triple")
    return p, q


def bridged(student, x, y):
    return two_triples(student.bridge(x, y))


def bridge_points(rng):
    """Points in all four quadrants, far enough from the axes that no two of the answers are alike."""
    sizes = [(a_float(0.5, 2, rng), a_float(2.5, 5, rng)) for _ in range(8)]
    return [(x * (-1) ** (i % 2), y * (-1) ** (i // 2 % 2)) for i, (x, y) in enumerate(sizes)]


def assert_number_close(actual, expected, what):
    assert_close(number(actual, what), float(expected), **BRIDGE, what=what)


@check("bridge")
def test_values_of_p_and_q(student, rng):
    """p = (x + y)·y and q = x·y + relu(x²), for numbers of either sign."""
    for x, y in bridge_points(rng):
        p, q = bridged(student, x, y)
        assert_number_close(p[0], (x + y) * y, "p")
        assert_number_close(q[0], x * y + x * x, "q")


@check("bridge")
def test_gradients_of_p(student, rng):
    """dp_dx and dp_dy, in this order."""
    for x, y in bridge_points(rng):
        p, _ = bridged(student, x, y)
        assert_number_close(p[1], y, "dp_dx")
        assert_number_close(p[2], x + 2 * y, "dp_dy")


@check("bridge", hint="p and q share x and y. What is in `.grad` when the second backward begins?")
def test_gradients_of_q(student, rng):
    """dq_dx and dq_dy, in this order, and of q alone."""
    for x, y in bridge_points(rng):
        _, q = bridged(student, x, y)
        assert_number_close(q[1], y + 2 * x, "dq_dx")
        assert_number_close(q[2], x, "dq_dy")


@check("bridge", weight=0.5)
def test_bridge_of_python_floats(student, rng):
    """All six numbers are Python floats, and the global state stays as it was."""
    p, q = bridged(student, a_float(1, 2, rng), a_float(-2, -1, rng))
    names = ("p", "dp_dx", "dp_dy", "q", "dq_dx", "dq_dy")
    for value, name in zip([*p, *q], names, strict=True):
        assert_type(value, float, name)
    judged = len({*p, *q}) > 2
    assert judged, "this could not be judged: nearly all of the six numbers are equal"
    assert_globals_unchanged(student)


@check("bridge", weight=2)
def test_bridge_by_autograd(student, rng):
    """Autograd finds the derivatives, not a formula."""
    inputs = [list(point) for point in bridge_points(rng)[:2]]
    seen = student.probe(probes.results_and_use_of_autograd, name="bridge", inputs=inputs)
    for result in seen["results"]:
        two_triples(result)
    used = any(seen["differentiated"].values())
    assert used, "PyTorch has not differentiated anything while your function ran"


# 3 · by_hand


def without_autograd(student, name, inputs):
    """The student's results for each list of arguments; PyTorch must not have differentiated on the way."""
    seen = student.probe(probes.results_and_use_of_autograd, name=name, inputs=inputs)
    used = any(seen["differentiated"].values())
    assert not used, f"{name} uses autograd; a formula is asked for"
    return seen["results"]


BY_HAND = {
    "sum_grad": lambda a: np.ones_like(a),
    "sum_of_squares_grad": lambda a: 2 * a,
    "mean_grad": lambda a: np.full_like(a, 1 / a.size),
    "max_grad": lambda a: np.where(a == a.max(), 1.0, 0.0),
    "mean_square_of_double_grad": lambda a: 8 * a / a.size,
}


def tensors_of_many_shapes(rng):
    """Tensors of both dtypes in which no two values are equal, one of them with negative numbers alone."""
    for dtype in (torch.float64, torch.float32):
        for shape in [(7,), (3, 4), (4, 3), (1, 5), (2, 3, 2), (), (6, 1)]:
            # Steps of 0.1 and more are far above the spacing of float32.
            steps = torch.randperm(math.prod(shape), generator=rng).reshape(shape).double()
            yield (steps - a_float(1, 5, rng) + 0.05).to(dtype)
        yield (-1 - torch.randperm(9, generator=rng).double()).to(dtype)
        table = torch.randn(5, 4, generator=rng, dtype=torch.float64)
        table[2, 1] = 0  # a number like any other
        yield table.to(dtype).t()


def assert_gradient_by_hand(student, rng, name):
    inputs = list(tensors_of_many_shapes(rng))
    # Those without dimensions last: where they raise an error, it must not hide what else is wrong.
    for group in ([x for x in inputs if x.dim()], [x for x in inputs if not x.dim()]):
        for x, result in zip(group, without_autograd(student, name, [[x] for x in group]), strict=True):
            assert_close(result, like(BY_HAND[name](exact(x)), x), what=f"{name}(x)")


@check("by_hand")
def test_sum_grad(student, rng):
    """sum_grad: the gradient of the sum, in the shape and dtype of x."""
    assert_gradient_by_hand(student, rng, "sum_grad")


@check("by_hand")
def test_sum_of_squares_grad(student, rng):
    """sum_of_squares_grad: the gradient of the sum of all x²."""
    assert_gradient_by_hand(student, rng, "sum_of_squares_grad")


@check("by_hand")
def test_mean_grad(student, rng):
    """mean_grad: the gradient of the mean over all elements."""
    assert_gradient_by_hand(student, rng, "mean_grad")


@check("by_hand", hint="Change an element that is not the largest by a little: what happens to the maximum?")
def test_max_grad(student, rng):
    """max_grad: the gradient of the largest of all elements."""
    assert_gradient_by_hand(student, rng, "max_grad")


@check("by_hand")
def test_mean_square_of_double_grad(student, rng):
    """mean_square_of_double_grad: the gradient of the mean of all (2x)²."""
    assert_gradient_by_hand(student, rng, "mean_square_of_double_grad")


def assert_told_apart(results, x):
    """Different gradients: an answer worth judging. (Two of the five are constant, so each alone says little.)"""
    kept = [result for result in results if isinstance(result, torch.Tensor) and result.shape == x.shape]
    different = sum(not any(torch.equal(one, other) for other in kept[:i]) for i, one in enumerate(kept))
    judged = different >= 3
    assert judged, "this could not be judged: the five functions do not give different gradients with the shape of x"


@check("by_hand", weight=0.5, effects=True)
def test_by_hand_leaves_x(student, rng):
    """x and PyTorch's global state stay as they were."""
    x = torch.randn(4, 3, generator=rng)
    before = x.clone()
    results = []
    for name in BY_HAND:
        results.append(getattr(student, name)(x))
        assert_unchanged(x, before, f"the input of {name}")
    assert_told_apart(results, x)
    assert_globals_unchanged(student)


# 4 · logistic_bump


def bump_by_hand(x):
    """σ'(2x), from a power that never overflows."""
    power = np.exp(-2 * np.abs(exact(x)))
    return like(power / (1 + power) ** 2, x)


def bump_grad_by_hand(x):
    a = exact(x)
    power = np.exp(-2 * np.abs(a))
    return like(-2 * np.sign(a) * power * (1 - power) / (1 + power) ** 3, x)


BUMP = {"logistic_bump": bump_by_hand, "logistic_bump_grad": bump_grad_by_hand}


def assert_bump(student, name, inputs):
    # The statement allows an absolute error of 1e-6; a missing or extra factor is off by 0.01 and more somewhere.
    inputs = list(inputs)
    for x, result in zip(inputs, without_autograd(student, name, [[x] for x in inputs]), strict=True):
        assert_close(result, BUMP[name](x), rtol=0, atol=1.1e-6, what=f"{name}(x)")


def ordinary_numbers(rng):
    for shape in [(9,), (4, 5), (2, 3, 4), (), (1, 6)]:
        for dtype in (torch.float64, torch.float32):
            yield uniform(-2.5, 2.5, shape, rng, dtype)
    yield uniform(-2.5, 2.5, (4, 6), rng)[:, ::2].t()


def large_numbers(rng):
    """Numbers out to ±50, where e to the power of twice a number leaves the range of float32."""
    for dtype in (torch.float32, torch.float64):
        ends = torch.tensor([50.0, -50.0, 0.0, 45.0, -45.0], dtype=dtype)
        yield torch.cat([ends, uniform(-50, 50, (40,), rng, dtype), uniform(-1, 1, (5,), rng, dtype)])
        yield torch.tensor(50.0, dtype=dtype)
        yield torch.tensor(-50.0, dtype=dtype)


@check("logistic_bump", weight=2)
def test_bump(student, rng):
    """logistic_bump gives e²ˣ/(1+e²ˣ)² at each element, for any shape and both dtypes."""
    assert_bump(student, "logistic_bump", ordinary_numbers(rng))


@check("logistic_bump", weight=2)
def test_bump_grad(student, rng):
    """logistic_bump_grad gives the derivative of logistic_bump at each element, without autograd."""
    assert_bump(student, "logistic_bump_grad", ordinary_numbers(rng))


@check(
    "logistic_bump",
    hint="Where a result is not finite: which power grows beyond float32, and which way of writing f does without it?",
)
def test_bump_of_large_numbers(student, rng):
    """logistic_bump is finite and right out to |x| = 50, on both sides."""
    assert_bump(student, "logistic_bump", large_numbers(rng))


@check(
    "logistic_bump",
    hint="Where a result is not finite: which power grows beyond float32, and which way of writing f does without it?",
)
def test_bump_grad_of_large_numbers(student, rng):
    """logistic_bump_grad is finite and right out to |x| = 50, on both sides."""
    assert_bump(student, "logistic_bump_grad", large_numbers(rng))


@check("logistic_bump", weight=0.5, effects=True)
def test_bump_leaves_x(student, rng):
    """x and PyTorch's global state stay as they were."""
    for name in BUMP:
        x = torch.randn(4, 3, generator=rng)
        before = x.clone()
        result = getattr(student, name)(x)
        assert_unchanged(x, before, f"the input of {name}")
        assert_attempted(result, x.shape, f"{name}(x)")
    assert_globals_unchanged(student)


# 5 · accumulation

ACCUMULATED = ("after one backward", "after two", "after clearing and a third")


def accumulated(student, theta):
    return unpacked(student.accumulation(theta), *ACCUMULATED)


def assert_accumulated(student, rng, index, times):
    """The number at this place is so many times the derivative of θ³."""
    what = f"the gradient {ACCUMULATED[index]}"
    for theta in (a_float(1.5, 4, rng), a_float(-4, -1.5, rng), a_float(0.1, 0.9, rng)):
        value = number(accumulated(student, theta)[index], what)
        # θ² in float32 is right to 1e-7; a missing backward is off by a half.
        assert_close(value, 3 * theta * theta * times, rtol=1e-5, atol=1e-6, what=what)


@check("accumulation")
def test_first_gradient(student, rng):
    """The first number is the gradient of θ³ after one backward."""
    assert_accumulated(student, rng, 0, 1)


@check("accumulation", weight=2, hint="What does backward do with a `.grad` that is there already?")
def test_second_gradient(student, rng):
    """The second number is what .grad holds after a second backward, without clearing it in between."""
    assert_accumulated(student, rng, 1, 2)


@check("accumulation")
def test_gradient_after_clearing(student, rng):
    """The third number is what .grad holds after it was cleared and backward ran again."""
    assert_accumulated(student, rng, 2, 1)


@check("accumulation", weight=0.5)
def test_gradients_are_floats(student, rng):
    """All three are Python floats, and the global state stays as it was."""
    gradients = accumulated(student, a_float(1.5, 4, rng))
    for value, when in zip(gradients, ACCUMULATED, strict=True):
        assert_type(value, float, f"the gradient {when}")
    judged = all(value > 0 for value in gradients)
    assert judged, "this could not be judged: a gradient is not above 0"
    assert_globals_unchanged(student)


@check("accumulation", weight=2)
def test_backward_runs_three_times(student, rng):
    """The numbers come from three backward calls, and not from a formula."""
    theta = a_float(1.5, 4, rng)
    seen = student.probe(probes.results_and_use_of_autograd, name="accumulation", inputs=[[theta]])
    unpacked(seen["results"][0], *ACCUMULATED)
    enough = seen["differentiated"]["backward"] >= 3
    assert enough, "fewer than three backward calls ran in your function"


# 6 · mse_gradients

# N, in and out in turn equal and different, and each of them 1.
SIZES = [(5, 3, 2), (4, 4, 4), (3, 2, 3), (6, 1, 3), (7, 3, 1), (1, 4, 2), (1, 1, 1)]


def regression(n, i, o, rng, dtype=torch.float64):
    return normal((n, i), (n, o), (o, i), (o,), rng=rng, dtype=dtype)


def mse_gradients_by_hand(X, y, W, b):
    """One sample and one output at a time, in float64."""
    a, target, w, c = (exact(t) for t in (X, y, W, b))
    dW, db = np.zeros_like(w), np.zeros_like(c)
    for n in range(target.shape[0]):
        for o in range(target.shape[1]):
            error = (a[n] * w[o]).sum() + c[o] - target[n, o]
            dW[o] += 2 * error * a[n] / target.size
            db[o] += 2 * error / target.size
    return like(dW, W), like(db, b)


def assert_mse_gradient(student, rng, index, name):
    inputs = [regression(*sizes, rng, dtype) for dtype in (torch.float64, torch.float32) for sizes in SIZES]
    for data, result in zip(inputs, without_autograd(student, "mse_gradients", inputs), strict=True):
        expected = mse_gradients_by_hand(*data)[index]
        assert_close(unpacked(result, "dW", "db")[index], expected, **tolerance(data[0].dtype), what=name)


@check("mse_gradients", weight=2)
def test_gradient_of_the_weight(student, rng):
    """dW is the gradient of the mean over all N·out squared errors, in the shape and dtype of W."""
    assert_mse_gradient(student, rng, 0, "dW")


@check("mse_gradients", weight=2)
def test_gradient_of_the_bias(student, rng):
    """db is the gradient of the mean over all N·out squared errors, in the shape and dtype of b."""
    assert_mse_gradient(student, rng, 1, "db")


def assert_two_gradients(result):
    """Enough of an answer to judge what else the function did; shapes and values cost their own checks."""
    for part, name in zip(unpacked(result, "dW", "db"), ("dW", "db"), strict=True):
        assert_tensor(part, what=name)
        assert_attempted(part, part.shape, name)


@check("mse_gradients", weight=0.5, effects=True)
def test_regression_inputs_unchanged(student, rng):
    """X, y, W, b and PyTorch's global state stay as they were."""
    data = regression(6, 3, 2, rng)
    before = [t.clone() for t in data]
    result = student.mse_gradients(*data)
    for t, old, name in zip(data, before, "XyWb", strict=True):
        assert_unchanged(t, old, name)
    assert_two_gradients(result)
    assert_globals_unchanged(student)


# 7 · head_only_loss


def transfer_learning(rng, n=6, d=5, classes=3, normalised=False):
    """A backbone, a head, inputs and labels; the weights come from rng."""
    middle = nn.BatchNorm1d(4) if normalised else nn.Tanh()
    backbone = nn.Sequential(nn.Linear(d, 4), middle, nn.Linear(4, 7), nn.ReLU())
    head = nn.Sequential(nn.Linear(7, 5), nn.Tanh(), nn.Linear(5, classes))
    with torch.no_grad():
        for parameter in [*backbone.parameters(), *head.parameters()]:
            parameter.copy_(0.7 * torch.randn(parameter.shape, generator=rng))
    x = torch.randn(n, d, generator=rng)
    y = torch.randint(0, classes, (n,), generator=rng)
    return backbone, head, x, y


# float32 through four layers is right to 1e-6 of numbers of order 1; a wrong mode or loss is off by 0.01 and more.
NETWORK = {"rtol": 1e-4, "atol": 1e-5}


def loss_and_head_gradients(backbone, head, x, y):
    """From the class probabilities, in float64; the features are constants."""
    with torch.no_grad():
        features = backbone(x).double()
    parameters = [p.detach().double().requires_grad_() for p in head.parameters()]
    first, first_bias, second, second_bias = parameters
    logits = torch.tanh(features @ first.t() + first_bias) @ second.t() + second_bias
    loss = -logits.log_softmax(1)[range(len(y)), y].mean()
    return loss.item(), torch.autograd.grad(loss, parameters)


def head_step(student, parts, **how):
    """What the probe saw of one call and one backward, after a look at whether there is a loss to learn from."""
    backbone, head, x, y = parts
    seen = student.probe(probes.head_only_step, backbone=backbone, head=head, x=x, y=y, **how)
    try:
        assert_tensor(seen["loss"], shape=(), what="the loss")
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None
    assert seen["backward"] != "impossible", "the loss depends on no parameter that requires grad: backward cannot run"
    return seen


def assert_head_reached(seen):
    """The head got some gradient, so that it means something that the backbone got none."""
    reached = all(grad is not None and bool(grad.any()) for grad in seen["gradients"][1])
    assert reached, "this could not be judged: no gradient reached the head"


@check("head_only_loss")
def test_loss_value(student, rng):
    """The result is the mean cross-entropy of head(backbone(x)), a tensor without dimensions."""
    for n, d, classes in [(6, 5, 3), (1, 2, 4), (3, 3, 3)]:
        parts = transfer_learning(rng, n, d, classes)
        backbone, head, x, y = parts
        seen = student.probe(probes.head_only_step, backbone=backbone, head=head, x=x, y=y)
        expected = torch.tensor(loss_and_head_gradients(*parts)[0], dtype=torch.float32)
        assert_close(seen["loss"], expected, **NETWORK, what="the loss")


@check("head_only_loss", weight=2, hint="Up to where must the graph reach back from the loss, and where must it end?")
def test_head_gets_its_gradients(student, rng):
    """After backward, every parameter of the head has its gradient."""
    for n, d, classes in [(6, 5, 3), (1, 2, 4), (3, 3, 3)]:
        parts = transfer_learning(rng, n, d, classes)
        seen = head_step(student, parts)
        assert seen["backward"] is None, "backward() of your loss raised an error"
        for grad, expected in zip(seen["gradients"][1], loss_and_head_gradients(*parts)[1], strict=True):
            assert grad is not None, "a parameter of the head has no gradient after backward"
            assert_close(grad, expected.float(), **NETWORK, what="the gradient of a parameter of the head")
    parts = transfer_learning(rng)
    parts[1][0].bias.requires_grad_(False)
    seen = head_step(student, parts)
    reached = [grad is not None for grad in seen["gradients"][1]]
    right = reached == [p.requires_grad for p in parts[1].parameters()]
    assert right, "not exactly those parameters of the head that require grad have a gradient after backward"


@check("head_only_loss", weight=4)
def test_backbone_gets_none(student, rng):
    """After backward, the .grad of the backbone's parameters is what it was before: None, or an older gradient."""
    parts = transfer_learning(rng)
    seen = head_step(student, parts)
    assert_head_reached(seen)
    none = all(grad is None for grad in seen["gradients"][0])
    assert none, "after backward, parameters of the backbone have a .grad that they did not have before"

    old = [torch.randn(p.shape, generator=rng) for p in parts[0].parameters()]
    seen = head_step(student, parts, grads=old)
    assert_head_reached(seen)
    for grad, before in zip(seen["gradients"][0], old, strict=True):
        assert grad is not None, "the backbone's parameters had a .grad before the call, and have none now"
        assert_unchanged(grad, before, "the .grad that a parameter of the backbone had before the call")


@check("head_only_loss", hint="Somebody else may want to train the backbone next, or all of it but one layer.")
def test_flags_as_before(student, rng):
    """requires_grad of every parameter is as before, also where some were frozen already."""
    for frozen in (False, True):
        parts = transfer_learning(rng)
        if frozen:
            parts[0][0].requires_grad_(False)
            parts[1][0].bias.requires_grad_(False)
        seen = head_step(student, parts)
        for module, flags, name in zip(parts[:2], seen["flags"], ("backbone", "head"), strict=True):
            before = [p.requires_grad for p in module.parameters()]
            thawed = any(now and not then for now, then in zip(flags, before, strict=True))
            assert not thawed, f"parameters of the {name} that were frozen require grad now"
            kept = flags == before
            assert kept, f"parameters of the {name} do not require grad any more"


@check("head_only_loss")
def test_modes_and_weights_as_before(student, rng):
    """Both modules run in the mode they are in and stay in it; weights and global state stay as they were."""
    for training in (True, False):
        parts = transfer_learning(rng, normalised=True)
        backbone, head, *_ = parts
        with torch.no_grad():
            for _ in range(3):  # running statistics that are not those of this batch
                backbone(3 * torch.randn(8, 5, generator=rng) + 1)
        backbone.train(training)
        head.train(not training)
        seen = head_step(student, parts)
        modes = [[part.training for part in module.modules()] for module in (backbone, head)]
        assert seen["modes"] == modes, "a module is in another mode (train or eval) than before the call"
        weights = [p for module in (backbone, head) for p in module.parameters()]
        for now, before in zip([*seen["weights"][0], *seen["weights"][1]], weights, strict=True):
            assert_unchanged(now, before.detach(), "a parameter")
        assert_none_changed(seen["globals"])
        expected = torch.tensor(loss_and_head_gradients(*parts)[0], dtype=torch.float32)
        mode = "train" if training else "eval"
        assert_close(seen["loss"], expected, **NETWORK, what=f"the loss with a backbone in {mode} mode")


# 8 · ema_update


def shadow_and_model(rng, dtype=torch.float32, flags=True):
    """Two networks of one architecture, with float and integer buffers, and different numbers everywhere."""
    pair = []
    for _ in range(2):
        network = nn.Sequential(
            nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(12, 4), nn.BatchNorm1d(4)
        )
        network.register_buffer("steps", torch.tensor([integer(2, 90, rng), integer(100, 900, rng)]))
        network.to(dtype)
        with torch.no_grad():
            for tensor in [*network.parameters(), *network.buffers()]:
                if tensor.is_floating_point():
                    tensor.copy_(1 + 3 * torch.rand(tensor.shape, generator=rng, dtype=torch.float64))
                else:
                    tensor.copy_(torch.randint(10, 1000, tensor.shape, generator=rng))
        pair.append(network)
    pair[0].requires_grad_(flags)
    return pair


def averaged(student, shadow, model, *decays):
    return student.probe(probes.averaged, shadow=shadow, model=model, decays=list(decays))


def expected_average(shadow, model, *decays):
    """The shadow's parameters after all updates, calculated in float64."""
    expected = {name: p.detach().double() for name, p in shadow.named_parameters()}
    for decay in decays:
        for name, p in model.named_parameters():
            expected[name] = decay * expected[name] + (1 - decay) * p.detach().double()
    return {name: value.to(next(shadow.parameters()).dtype) for name, value in expected.items()}


def assert_moved(seen, shadow):
    """The parameters did change: otherwise it means nothing that nothing was left behind."""
    before = {name: p.detach() for name, p in shadow.named_parameters()}
    named = seen["shadow"].keys() == before.keys()
    moved = named and any(not torch.equal(seen["shadow"][name], old) for name, old in before.items())
    assert moved, "this could not be judged: the parameters of the shadow did not change"


def assert_average(seen, shadow, model, *decays, what="a parameter of the shadow"):
    for name, expected in expected_average(shadow, model, *decays).items():
        assert_close(seen["shadow"].get(name), expected, what=what)


@check("ema_update", weight=2)
def test_parameters_are_averaged(student, rng):
    """Every parameter of the shadow becomes decay · shadow + (1 − decay) · model, for any decay from 0 to 1."""
    for dtype in (torch.float32, torch.float64):
        for decay in (0.9, 0.99, 0.25, a_float(0.55, 0.8, rng), 0.0, 1.0):
            shadow, model = shadow_and_model(rng, dtype)
            assert_average(averaged(student, shadow, model, decay), shadow, model, decay)
    for part in (0, 4):  # parameters that are not trained are averaged like the others
        shadow, model = shadow_and_model(rng)
        model[part].requires_grad_(False)
        assert_average(averaged(student, shadow, model, 0.75), shadow, model, 0.75)


@check("ema_update")
def test_buffers_are_copied(student, rng):
    """Every buffer of the shadow, integers included, has the model's values and dtype."""
    for dtype in (torch.float32, torch.float64):
        shadow, model = shadow_and_model(rng, dtype)
        seen = averaged(student, shadow, model, a_float(0.3, 0.7, rng))
        for name, buffer in model.named_buffers():
            assert_close(seen["shadow buffers"].get(name), buffer, **EXACT, what="a buffer of the shadow")


@check("ema_update", hint="Who else holds the tensor that the shadow's buffer is now?")
def test_buffers_are_its_own(student, rng):
    """Afterwards, a change in the model's buffers is none in the shadow's."""
    shadow, model = shadow_and_model(rng)
    seen = averaged(student, shadow, model, 0.5)
    for name, buffer in model.named_buffers():
        now = seen["shadow buffers after a write into the model's"].get(name)
        assert_tensor(now, shape=buffer.shape, what="a buffer of the shadow")
        same = torch.equal(now, seen["shadow buffers"][name])
        assert same, "a write into a buffer of the model changed the shadow's buffer: they share memory"
        copied = torch.equal(now.double(), buffer.double())
        assert copied, "this could not be judged: a buffer of the shadow was not copied"


@check("ema_update")
def test_parameters_stay_parameters(student, rng):
    """The shadow's parameters are the same objects as before, and leaves that require grad as they did before."""
    for flags in (True, False):
        shadow, model = shadow_and_model(rng, flags=flags)
        seen = averaged(student, shadow, model, 0.5, 0.5)
        assert seen["same objects"], "parameters of the shadow were replaced by new ones"
        kept = all(flag == flags for flag in seen["flags"])
        assert kept, "parameters of the shadow do not require grad as they did before"
        assert seen["leaves"], "parameters of the shadow are results of a calculation now, and no leaves"
        assert_moved(seen, shadow)


@check("ema_update", hint="An average is bookkeeping: autograd need not remember how it came about.")
def test_many_updates_leave_nothing_behind(student, rng):
    """However often it runs, the update leaves no graph and keeps no tensor alive."""
    for flags in (False, True):
        shadow, model = shadow_and_model(rng, flags=flags)
        decays = [0.9, 0.8, 0.95] * 10
        seen = averaged(student, shadow, model, *decays)
        assert_moved(seen, shadow)
        clean = seen["leaves"] and seen["held by autograd"] == 0
        assert clean, "after many updates, autograd still holds tensors of all of them: the graph grows"
        assert_average(seen, shadow, model, *decays, what="a parameter of the shadow, after 30 updates,")


@check("ema_update", weight=0.5)
def test_model_unchanged(student, rng):
    """The function returns None; the model and PyTorch's global state stay as they were."""
    shadow, model = shadow_and_model(rng)
    model[0].requires_grad_(False)
    seen = averaged(student, shadow, model, 0.6)
    assert_moved(seen, shadow)
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        what = "a buffer of the model" if name in dict(model.named_buffers()) else "a parameter of the model"
        assert_unchanged(seen["model"].get(name), tensor.detach(), what)
    flags = seen["model flags"] == [p.requires_grad for p in model.parameters()]
    assert flags, "parameters of the model do not require grad as they did before"
    assert_equal(seen["returned"][0], None)
    assert_none_changed(seen["globals"])


# 9 · numerical_gradient


def central_difference(name, a, eps):
    """Exactly what the statement asks for, in float64, one element at a time."""
    f, flat = FUNCTIONS[name], a.reshape(-1)
    steps = eps * np.eye(flat.size)
    return np.array([(f(flat + step) - f(flat - step)) / (2 * eps) for step in steps])


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


@check("numerical_gradient", weight=2, hint="One step forward is not central, and the two points are 2·eps apart.")
def test_central_difference(student, rng):
    """The difference is taken between a step of eps forward and one back, for any eps the caller passes."""
    for name in DIFFERENTIABLE:
        for eps in (0.1, 0.5, 1e-3):
            x = torch.randn(5, generator=rng, dtype=torch.float64)
            expected = torch.from_numpy(central_difference(name, exact(x), eps))
            # x + eps − 2·eps may be off by a last digit: 1e-16 of f over 1e-3. One step forward is off by eps.
            assert_close(differences(student, name, x, eps=eps)["result"], expected, rtol=1e-8, atol=1e-8)


@check("numerical_gradient")
def test_any_shape(student, rng):
    """The result has the shape of x: without dimensions, with many, and of tensors that are not contiguous."""
    base = torch.randn(4, 6, generator=rng, dtype=torch.float64)
    inputs = [torch.randn(shape, generator=rng, dtype=torch.float64) for shape in [(), (3, 4), (2, 1, 3), (1,), (3, 3)]]
    for x in [*inputs, base.t(), base[:, ::2], base[1:, 1]]:
        result = differences(student, "neighbours", x)["result"]
        # Coarse: how exact the result is, and its dtype, are judged elsewhere.
        expected = like(GRADIENTS["neighbours"](exact(x).reshape(-1)), x)
        assert_close(result, expected, rtol=1e-4, atol=1e-4, check_dtype=False)


@check("numerical_gradient")
def test_what_f_is_called_with(student, rng):
    """f is called with float64 tensors of the shape of x, whatever the dtype of x."""
    for shape, dtype in [((5,), torch.float32), ((2, 3), torch.float64), ((2, 3), torch.float32), ((), torch.float32)]:
        x = 1 + torch.rand(shape, generator=rng, dtype=dtype)
        seen = differences(student, "quartic", x, eps=0.01)
        judged = isinstance(seen["result"], torch.Tensor) and bool(seen["result"].any()) and seen["dtypes"]
        assert judged, "this could not be judged: the result is no tensor with other values than 0"
        assert_equal(seen["dtypes"], ["torch.float64"], "the dtype of what your function calls f with")
        assert_equal([tuple(s) for s in seen["shapes"]], [tuple(shape)], "the shape of what your function calls f with")


@check(
    "numerical_gradient",
    hint="Whose memory do you write into? Adding eps and taking it away does not always give the number back.",
)
def test_x_keeps_its_values(student, rng):
    """x keeps its values to the last digit, also while f is called; the global state stays as it was."""
    for shape in [(40,), (5, 8)]:
        for eps in ({}, {"eps": 0.3}):
            x = torch.randn(shape, generator=rng, dtype=torch.float64)
            seen = differences(student, "quartic", x, **eps)
            assert_unchanged(seen["x"], x, "your input x")
            steady = seen["as it was whenever f ran"]
            assert steady, "your input x holds other numbers while f is called; what if f looks at x, too?"
            assert_attempted(seen["result"], shape)
            assert_none_changed(seen["globals"])


@check("numerical_gradient")
def test_x_that_requires_grad(student, rng):
    """x may require grad, and still does afterwards; the result is part of no graph."""
    for shape in [(5,), (2, 3)]:
        x = torch.randn(shape, generator=rng, dtype=torch.float64)
        seen = differences(student, "quartic", x, followed=True)
        assert_attempted(seen["result"], shape)
        assert not seen["result"].requires_grad, "the result is part of a graph: it requires grad"
        assert seen["requires_grad"], "your input x does not require grad any more"
        assert not seen["has a grad"], "your input x has a .grad now"


# 10 · leaky_relu

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


@check("leaky_relu")
def test_leaky_values(student, rng):
    """Positive numbers stay, negative ones are multiplied by the slope, whatever slope, shape and dtype."""
    every = [(dtype, shape) for dtype in (torch.float64, torch.float32) for shape in LEAKY_SHAPES]
    inputs = [[away_from_zero(shape, rng, dtype), slope] for dtype, shape in every for slope in SLOPES]
    seen = student.probe(probes.results_and_use_of_autograd, name="leaky_relu", inputs=inputs)
    for (x, slope), result in zip(inputs, seen["results"], strict=True):
        assert_close(result, leaky_by_hand(x, slope), **SLOPED)
    inputs = [[away_from_zero(shape, rng, dtype)] for dtype, shape in every]
    seen = student.probe(probes.results_and_use_of_autograd, name="leaky_relu", inputs=inputs)
    for (x,), result in zip(inputs, seen["results"], strict=True):
        assert_close(result, leaky_by_hand(x, 0.01), **SLOPED, what="the result for the usual slope")
    x = away_from_zero((4, 6), rng).t()[::2]
    assert_close(student.leaky_relu(x, slope=0.3), leaky_by_hand(x, 0.3), **SLOPED)


def assert_applied(student, rng):
    """What backward does can be judged only where it is the student's own."""
    x = away_from_zero((6,), rng)
    seen = student.probe(probes.graph_of_leaky_relu, x=x, slope=0.2)
    assert_attempted(seen["result"], (6,))
    assert seen["is a Function"], "LeakyReLU is no subclass of torch.autograd.Function"
    assert seen["in the graph"], "the result of leaky_relu was not made by LeakyReLU.apply"


@check("leaky_relu", weight=2, hint="Backward is handed a gradient. Where does it come into what you return?")
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
    seen = student.probe(probes.gradients_of_leaky_relu, cases=cases)
    for (x, upstream, *slope), (result, grad) in zip(cases, seen, strict=True):
        assert_tensor(result, shape=x.shape)
        assert grad is not None, "the result does not require grad, so no gradient can flow back"
        expected = upstream * slopes_by_hand(x, *slope or [0.01])
        what = "the gradient of x" if slope else "the gradient for the usual slope"
        assert_close(grad, expected, **SLOPED, what=what)


def followed_by_autograd(student, x, slope):
    """A function for gradcheck, after a look at value and requires_grad, which gradcheck does not compare."""
    y = student.leaky_relu(x, slope)
    assert_close(y.detach() if isinstance(y, torch.Tensor) else y, leaky_by_hand(x, slope), **SLOPED)
    assert y.requires_grad, "the result does not require grad, so no gradient can flow back"
    return lambda at: student.leaky_relu(at, slope)


@check("leaky_relu")
def test_gradcheck(student, rng):
    """torch.autograd.gradcheck agrees with your class, for several slopes and shapes."""
    assert_applied(student, rng)
    for shape, slope in [((5,), 0.01), ((2, 3), 0.3), ((), 1.7), ((2, 1, 2), 0.0)]:
        x = away_from_zero(shape, rng).requires_grad_()
        agrees = torch.autograd.gradcheck(followed_by_autograd(student, x, slope), (x,))
        assert agrees, "the gradient does not agree with finite differences of the result"


@check("leaky_relu", hint="For second derivatives, autograd must be able to follow what backward itself does.")
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


@check("leaky_relu", weight=0.5)
def test_the_class_does_the_work(student, rng):
    """LeakyReLU is a torch.autograd.Function, and leaky_relu applies it."""
    assert_applied(student, rng)


@check("leaky_relu", weight=0.5, hint="Each use of the class has a ctx of its own. What lies elsewhere, all share.")
def test_two_uses_in_one_graph(student, rng):
    """Used twice, with other numbers and slopes, before backward runs: each use has its own local slope."""
    x = away_from_zero((2, 12), rng)
    slopes, upstream = [0.2, 3.0], normal((2, 12), rng=rng)[0]
    seen = student.probe(probes.two_uses_of_leaky_relu, x=x, slopes=slopes, upstream=upstream)
    expected = torch.stack([slopes_by_hand(row, slope) for row, slope in zip(x, slopes, strict=True)])
    assert_close(seen, upstream * expected, **SLOPED, what="the gradient of x, when leaky_relu is used twice,")


@check("leaky_relu", weight=0.5)
def test_nothing_is_changed_in_place(student, rng):
    """x and the gradient that backward is handed keep their values."""
    x = away_from_zero((3, 4), rng)
    (upstream,) = normal((3, 4), rng=rng)
    seen = student.probe(probes.backward_of_leaky_relu, x=x, slope=0.2, upstream=upstream)
    assert_attempted(seen["result"], (3, 4))
    assert_attempted(seen["grad"], (3, 4), "the gradient")
    assert_unchanged(seen["x"], x, "your input x")
    assert_unchanged(seen["upstream"], upstream, "the gradient that backward was handed")
    student.leaky_relu(x, 0.2)
    assert_globals_unchanged(student)


# 11 · value

# A program is a list of steps; each makes a node: ("leaf", number) or (operation, operands). An operand is the index
# of an earlier node or a plain number, as probes.built takes them.

TORCH = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "negative": lambda a: -a,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "exp": torch.exp,
}


def node(index):
    return ("node", index)


def plain(value):
    return ("number", value)


def torch_nodes(program):
    """The same graph in PyTorch, in float64."""
    nodes = []
    for operation, *operands in program:
        if operation == "leaf":
            nodes.append(torch.tensor(operands[0], dtype=torch.float64, requires_grad=True))
        else:
            parts = [nodes[value] if kind == "node" else float(value) for kind, value in operands]
            nodes.append(TORCH[operation](*parts))
    return nodes


def torch_grads(program, results=1):
    """The gradients of the last node (of the sum of the last ones) with respect to every node."""
    nodes = torch_nodes(program)
    grads = torch.autograd.grad(sum(nodes[-results:]), nodes, allow_unused=True)
    return [0.0 if grad is None else grad.item() for grad in grads]


def assert_numbers_close(actual, expected, what):
    """Lists of numbers, all of them compared with the largest: sums of terms that cancel are less exact than these."""
    values = torch.tensor([number(value, what) for value in actual], dtype=torch.float64)
    right = torch.tensor(expected, dtype=torch.float64)
    # Formulas for tanh, powers and quotients differ in the last digits; a mistake is of the order of the terms.
    assert_close(values, right, rtol=1e-7, atol=1e-9 * max(1.0, float(right.abs().max())), what=what)


def assert_data(student, programs, what="the data of the nodes"):
    for program, data in zip(programs, student.probe(probes.calculated, programs=programs), strict=True):
        assert_numbers_close(data, [n.item() for n in torch_nodes(program)], what)


def assert_grads(student, programs, what="the grads of the leaves"):
    """After backward on the last node. What the nodes between leaf and result get has a check of its own."""
    for program, grads in zip(programs, student.probe(probes.differentiated, programs=programs), strict=True):
        leaves = [index for index, step in enumerate(program) if step[0] == "leaf"]
        expected = torch_grads(program)
        assert_numbers_close([grads[i] for i in leaves], [expected[i] for i in leaves], what)


def away(rng, low=0.3, high=2.5):
    """A number of either sign with a distance from 0."""
    return a_float(low, high, rng) * (1 if integer(0, 1, rng) else -1)


def single_operations(rng):
    """Each operation of two Values alone, and a product behind it, so that the upstream gradient is not 1."""
    programs = []
    for operation in "+-*/":
        for _ in range(3):
            leaves = [("leaf", away(rng)), ("leaf", away(rng)), ("leaf", away(rng))]
            programs.append([*leaves, (operation, node(0), node(1)), ("*", node(3), node(2))])
    return programs


def functions_of_one(rng):
    """Each function of one Value on numbers of either sign, with another upstream gradient than 1."""
    programs = []
    for sign in (1, -1):
        for operation in ("negative", "relu", "tanh", "exp"):
            leaves = [("leaf", sign * a_float(0.3, 1.5, rng)), ("leaf", away(rng))]
            programs.append([*leaves, (operation, node(0)), ("*", node(2), node(1))])
    return programs


def powers(rng):
    """Whole, negative and broken exponents; negative bases with whole exponents."""
    exponents = [2, 3, -1, 0.5, 1.5, -2.5, 1, 2.0]
    bases = [a_float(0.4, 2, rng) for _ in exponents]
    cases = [*zip(bases, exponents, strict=True), *((-a_float(0.4, 2, rng), whole) for whole in (2, 3, -1))]
    return [
        [("leaf", base), ("leaf", away(rng)), ("**", node(0), plain(exponent)), ("*", node(2), node(1))]
        for base, exponent in cases
    ]


def with_numbers(rng):
    """Each operation with a plain number, float or int, on either side."""
    programs = []
    for operation in "+-*/":
        for value in (a_float(1.3, 3, rng), integer(2, 5, rng), -a_float(1.3, 3, rng)):
            for operands in ([node(0), plain(value)], [plain(value), node(0)]):
                leaves = [("leaf", away(rng)), ("leaf", away(rng))]
                programs.append([*leaves, (operation, *operands), ("*", node(2), node(1))])
    return programs


@check("value")
def test_data_of_every_operation(student, rng):
    """Operations on Values calculate: + − * / ** and unary −, relu, tanh and exp."""
    assert_data(student, [*single_operations(rng), *functions_of_one(rng), *powers(rng)])


@check("value")
def test_grads_of_sums_products_and_quotients(student, rng):
    """backward through + − * / of two Values."""
    assert_grads(student, single_operations(rng))


@check("value")
def test_grads_of_powers_and_functions(student, rng):
    """backward through powers, unary −, relu, tanh and exp."""
    assert_grads(student, [*functions_of_one(rng), *powers(rng)])


@check("value", hint="`2 - v` asks the number first and then `v.__rsub__(2)`. Which of the two comes first?")
def test_numbers_on_either_side(student, rng):
    """v + 2, 2 + v, v − 2, 2 − v, v * 2, 2 * v, v / 2 and 2 / v, with ints and floats."""
    programs = with_numbers(rng)
    assert_data(student, programs, "the data of the nodes (with a plain number on one side)")
    assert_grads(student, programs, "the grads of the leaves (with a plain number on one side)")


@check("value", weight=2, hint="A node that two others use gets a gradient from each of them.")
def test_the_diamond(student, rng):
    """A node that is used more than once, by one operation or by several, gets the sum of its gradients."""
    x, y = ("leaf", away(rng)), ("leaf", away(rng, 0.5, 1.2))
    diamond = [x, y, ("*", node(0), node(1)), ("+", node(0), node(2)), ("tanh", node(2)), ("*", node(3), node(4))]
    programs = [
        diamond,
        [x, ("*", node(0), node(0))],
        [x, ("+", node(0), node(0))],
        [x, y, ("-", node(0), node(1)), ("/", node(2), node(1)), ("*", node(3), node(0)), ("+", node(4), node(2))],
        # The long way round: a node is not done before everything that uses it is.
        [x, ("exp", node(0)), ("*", node(1), plain(0.5)), ("*", node(2), plain(3.0)), ("+", node(3), node(1))],
        [x, ("exp", node(0)), ("*", node(1), plain(0.5)), ("*", node(2), plain(3.0)), ("+", node(1), node(3))],
        [x, ("*", node(0), plain(2.0)), ("tanh", node(1)), ("+", node(2), node(1)), ("*", node(3), node(1))],
    ]
    assert_grads(student, programs, "the grads of the leaves of a graph in which nodes are used more than once")


@check("value")
def test_equal_numbers_are_different_nodes(student, rng):
    """Nodes that happen to hold equal numbers are different nodes all the same."""
    same = away(rng, 0.5, 1.5)
    leaves = [("leaf", same), ("leaf", same), ("leaf", same)]
    programs = [
        [*leaves, ("*", node(0), node(1)), ("-", node(3), node(2))],
        [*leaves, ("+", node(0), plain(0.0)), ("*", node(3), node(1)), ("*", node(2), node(4))],
        [("leaf", 1.0), ("leaf", 1.0), ("*", node(0), node(1)), ("*", node(2), node(1)), ("*", node(3), node(0))],
    ]
    assert_grads(student, programs, "the grads of the leaves of a graph in which several nodes hold the same number")


def random_program(rng):
    """Five leaves and some twenty random operations on random earlier nodes, all of moderate size.

    Numbers stay between 0.05 and 10 in size, or are the 0 of a relu: nothing is asked at a kink or a pole. The last
    steps add up what has not been used yet, so that most nodes matter.
    """
    program = [("leaf", away(rng, 0.3, 1.5)) for _ in range(5)]
    data = [step[1] for step in program]
    used = set()

    def add(operation, *operands):
        parts = [data[value] if kind == "node" else value for kind, value in operands]
        result = float(TORCH[operation](*(torch.tensor(part, dtype=torch.float64) for part in parts)))
        if not 0.05 < abs(result) < 10:
            return
        program.append((operation, *operands))
        data.append(result)
        used.update(value for kind, value in operands if kind == "node")

    while len(program) < 25:
        a, b = integer(0, len(data) - 1, rng), integer(0, len(data) - 1, rng)
        kind = integer(0, 9, rng)
        constant = integer(2, 4, rng) if integer(0, 1, rng) else away(rng)
        if kind < 4:
            add("+-*/"[kind], node(a), node(b))
        elif kind == 4:
            add("+-*/"[integer(0, 3, rng)], node(a), plain(constant))
        elif kind == 5:
            add("+-*/"[integer(0, 3, rng)], plain(constant), node(a))
        elif kind == 6:
            whole = [2, 3, -1, 2.0]
            exponents = whole if data[a] < 0 else [*whole, 0.5, -1.5]
            add("**", node(a), plain(exponents[integer(0, len(exponents) - 1, rng)]))
        elif kind == 7 and data[a] < 0:
            program.append(("relu", node(a)))  # a gate that is shut: 0, so something has to be added to it
            data.append(0.0)
            used.add(a)
            add("+", node(len(data) - 1), node(b))
        elif abs(data[a]) < 2:
            add(("relu", "tanh", "exp")[kind - 7], node(a))
            add("negative", node(len(data) - 1))
    for index in range(len(program)):
        if index not in used and index != len(program) - 1:
            program.append(("+", node(len(program) - 1), node(index)))
    return program


def random_programs(count, rng):
    programs = []
    while len(programs) < count:
        program = random_program(rng)
        if max(abs(grad) for grad in torch_grads(program)) < 1e4:
            programs.append(program)
    return programs


@check("value", weight=3)
def test_random_graphs(student, rng):
    """In forty random graphs with shared nodes, the leaves get the gradients that PyTorch finds."""
    assert_grads(student, random_programs(40, rng), "the grads of the leaves of a random graph")


@check("value")
def test_every_node_gets_its_grad(student, rng):
    """Nodes between leaf and result get their gradient too, the result itself 1, and strangers keep 0."""
    for _ in range(3):
        leaves = [("leaf", away(rng)), ("leaf", away(rng)), ("leaf", away(rng))]
        stranger = ("*", node(2), node(2))
        program = [*leaves, stranger, ("*", node(0), node(1)), ("tanh", node(4)), ("-", node(5), node(0))]
        (grads,) = student.probe(probes.differentiated, programs=[program])
        expected = torch_grads(program)
        assert_numbers_close(grads[4:6], expected[4:6], "the grad of a node between leaf and result")
        assert_numbers_close(grads[6:], expected[6:], "the grad of the result itself")
        assert_numbers_close(grads[2:4], expected[2:4], "the grad of nodes that the result does not depend on")
    # A leaf is a result, too: of nothing.
    programs = [[("leaf", away(rng))], *random_programs(5, rng)]
    for program, grads in zip(programs, student.probe(probes.differentiated, programs=programs), strict=True):
        assert_numbers_close(grads, torch_grads(program), "the grad of every node of a graph")


@check("value", hint="Who may set the grads of the leaves back to 0, and when?")
def test_two_results_add_up(student, rng):
    """Two results that share leaves: after backward on both, the gradients of the leaves have added up."""
    for _ in range(3):
        leaves = [("leaf", away(rng, 0.3, 1.2)), ("leaf", away(rng)), ("leaf", away(rng))]
        first = [("tanh", node(0)), ("*", node(0), node(1)), ("*", node(2), plain(2.0))]
        program = [*leaves, *first, ("+", node(3), node(4)), ("*", node(0), node(5))]
        # Nodes 6 and 7 are the results; of the others only the leaves are shared.
        (grads,) = student.probe(probes.differentiated, programs=[program], results=2)
        expected = torch_grads(program, results=2)
        assert_numbers_close(grads[:3], expected[:3], "the grads of the leaves after two backward calls")


@check("value", weight=2, hint="Python's stack holds about a thousand calls. A list can be as long as you like.")
def test_a_chain_of_ten_thousand(student, rng):
    """A chain of 10,000 operations, all of which use x, is differentiated as well."""
    start, factor, length = a_float(0.5, 1.5, rng), a_float(0.9990, 0.9995, rng), 5000
    seen = student.probe(probes.chain, start=start, factor=factor, length=length)
    # y = x · (1 + factor + … + factor^length), and its derivative is the sum in brackets
    total = (1 - factor ** (length + 1)) / (1 - factor)
    assert_numbers_close([seen["data"]], [start * total], "the data at the end of a long chain")
    assert_numbers_close([seen["grad"]], [total], "the grad at the beginning of a long chain")


@check(
    "value",
    weight=2,
    hint="A node is worked on once, when all that it is owed has arrived, and not once for each path.",
)
def test_many_paths(student, rng):
    """Sixty doublings y = y + y: few nodes and 2⁶⁰ paths, in a time that goes with the nodes."""
    seen = student.probe(probes.doubled, start=away(rng), times=60, most_lines=2_000_000)
    assert seen["grad"] is not None, "your backward follows every path of the graph, and not every node once"
    assert_close(number(seen["grad"], "the grad"), 2.0**60, rtol=1e-9, what="the grad after 60 doublings")


@check("value", weight=0.5)
def test_data_and_grad_can_be_assigned(student, rng):
    """Callers may assign data and grad, as a training loop does."""
    start, inputs, rate = [away(rng), away(rng)], [away(rng) for _ in range(4)], 0.05
    seen = student.probe(probes.trained, start=start, inputs=inputs, rate=rate, steps=12)
    weight, bias = start
    for _ in range(12):
        outputs = [math.tanh(weight * value + bias) for value in inputs]
        slopes = [2 * (out - 0.5) * (1 - out * out) for out in outputs]
        weight -= rate * sum(slope * value for slope, value in zip(slopes, inputs, strict=True))
        bias -= rate * sum(slopes)
    assert_numbers_close(seen, [weight, bias], "what a training loop makes of the data of its weights")


@check("value", weight=0.5)
def test_operands_keep_their_data(student, rng):
    """Operations return new Values and leave the data and grads of their operands alone; backward leaves the data."""
    programs = [*single_operations(rng), *functions_of_one(rng), *powers(rng), *with_numbers(rng)]
    for program in programs:
        *before, _ = program  # the step under the probe is the operation itself, and not the product behind it
        seen = student.probe(probes.around_an_operation, program=before)
        assert seen["new"], "an operation returned one of its operands instead of a new Value"
        assert seen["is a Value"], "the result of an operation is no Value"
        same = [tuple(pair) for pair in seen["after"]] == [tuple(pair) for pair in seen["before"]]
        assert same, "an operation changed the data or the grad of an operand"
        kept = seen["after backward"] == [pair[0] for pair in seen["before"]]
        assert kept, "backward changed the data of a node"


@check("value", weight=0.5)
def test_data_and_grad_are_floats(student, rng):
    """data and grad are Python floats, also of Value(3), and grad is 0.0 until backward has run."""
    whole = [("leaf", integer(2, 5, rng)), ("leaf", integer(2, 5, rng)), ("*", node(0), node(1)), ("relu", node(2))]
    programs = [*single_operations(rng)[::3], *functions_of_one(rng), *with_numbers(rng)[::5], whole]
    for program in programs:
        seen = student.probe(probes.around_an_operation, program=program[:-1])
        for data, grad in [*seen["before"], (seen["data"], seen["grad"])]:
            assert_type(data, float, "data")
            assert_type(grad, float, "grad before backward")
            assert_equal(float(grad), 0.0, "grad before backward")
        for grad in seen["grads"]:
            assert_type(grad, float, "grad after backward")


# 12 · hessian_vector_product


def product_with(name, x, v):
    return like(PRODUCTS_WITH_THE_HESSIAN[name](exact(x).reshape(-1), exact(v).reshape(-1)), x)


def hessian_product(student, name, x, v, **how):
    return student.probe(probes.hessian_product, name=name, x=x, v=v, **how)


@check("hessian_vector_product", weight=2)
def test_hessian_times_vector(student, rng):
    """The result is the Hessian of f at x times v."""
    for name in PRODUCTS_WITH_THE_HESSIAN:
        for n in (5, 2, 9):
            x, v = normal((n,), (n,), rng=rng)
            assert_close(hessian_product(student, name, x, v)["result"], product_with(name, x, v))


@check("hessian_vector_product")
def test_product_in_any_shape_and_dtype(student, rng):
    """x and v may have any shape, float32 or float64; the result has the shape and dtype of x."""
    for name in PRODUCTS_WITH_THE_HESSIAN:
        for shape in [(3, 4), (), (2, 1, 3), (3, 3)]:
            if shape == () and name == "log of summed exponentials":
                continue  # of one number this is the number itself, which is linear
            for dtype in (torch.float64, torch.float32):
                x, v = normal(shape, shape, rng=rng, dtype=dtype)
                seen = hessian_product(student, name, x, v)
                assert_close(seen["result"], product_with(name, x, v), **tolerance(dtype))
                assert_called_with_shape(seen, x)
    base = torch.randn(4, 6, generator=rng, dtype=torch.float64)
    for x, v in [(base.t(), base.flip(0).t().contiguous()), (base[:, ::2], base[:, 1::2])]:
        result = hessian_product(student, "neighbours", x, v)["result"]
        assert_close(result, product_with("neighbours", x, v), what="the result for tensors that are not contiguous")


@check("hessian_vector_product", weight=3, hint="H has n² numbers and H·v only n. Which two products of vectors do?")
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


@check("hessian_vector_product")
def test_asked_again(student, rng):
    """Asked again with another v, the function answers anew, whether or not x requires grad."""
    (x,) = normal((6,), rng=rng)
    for requires_grad in (False, True, True):
        (v,) = normal((6,), rng=rng)
        seen = hessian_product(student, "neighbours", x, v, requires_grad=requires_grad)
        assert_close(seen["result"], product_with("neighbours", x, v))


@check("hessian_vector_product", weight=0.5, hint="Which of the two gradients needs a graph of its own?")
def test_product_is_in_no_graph(student, rng):
    """The result is plain data: it does not require grad, whether or not x does."""
    for requires_grad in (False, True):
        x, v = normal((5,), (5,), rng=rng)
        seen = hessian_product(student, "neighbours", x, v, requires_grad=requires_grad)
        assert_attempted(seen["result"], (5,))
        assert not seen["in a graph"], "the result is still part of a graph: it requires grad"


@check("hessian_vector_product")
def test_x_and_v_as_before(student, rng):
    """x and v keep their values, their requires_grad and their .grad; the global state stays as it was."""
    x, v, old = normal((5,), (5,), (5,), rng=rng)
    for requires_grad, grad in [(False, None), (True, None), (True, old)]:
        how = {"requires_grad": requires_grad, "grad": grad.clone() if grad is not None else None}
        seen = hessian_product(student, "quartic", x, v, **how)
        assert_attempted(seen["result"], (5,))
        assert_unchanged(seen["x"], x, "your input x")
        assert_unchanged(seen["v"], v, "your input v")
        kept = seen["requires_grad"] == [requires_grad, False]
        assert kept, "requires_grad of x or v is not what it was before the call"
        assert seen["grads"][1] is None, "v has a .grad now; it had none before the call"
        if grad is None:
            assert seen["grads"][0] is None, "x has a .grad now; it had none before the call"
        else:
            assert seen["grads"][0] is not None, "x had a .grad before the call, and has none now"
            assert_unchanged(seen["grads"][0], grad, "the .grad of x")
        assert_none_changed(seen["globals"])


# Quiz


def assert_answered(student, question, letter):
    answer = student.probe(probes.quiz_answer, question=question)
    if answer is None:
        raise Mismatch(f'there is no answer to "{question}" in a dictionary named answers')
    assert_type(answer, str, f"the answer to {question}")
    right = answer == letter
    assert right, "this is not the right answer"


@check("quiz")
def test_question_1(student):
    """Question 1: backward a second time."""
    assert_answered(student, "q1", "c")


@check("quiz")
def test_question_2(student):
    """Question 2: an in-place operation on a leaf."""
    assert_answered(student, "q2", "a")


@check("quiz")
def test_question_3(student):
    """Question 3: what detach shares."""
    assert_answered(student, "q3", "d")


@check("quiz")
def test_question_4(student):
    """Question 4: the gradient of a maximum."""
    assert_answered(student, "q4", "b")


@check("quiz")
def test_question_5(student):
    """Question 5: what no_grad does and does not do."""
    assert_answered(student, "q5", "c")
