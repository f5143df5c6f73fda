"""What the checks of several exercises of 02_autograd share."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_tensor, assert_type, decisive

from . import common_probes


def unpacked(result, *names, what="the result"):
    """The parts of a returned tuple, one for each name."""
    assert_type(result, (tuple, list), f"{what} ({', '.join(names)})")
    if len(result) != len(names):
        raise Mismatch(f"{what} has {len(result)} items; it must have {len(names)}: {', '.join(names)}")
    return result


def assert_attempted(result, shape, what="the result"):
    """Enough of an answer for another side of it to be judged, so that a mistake in the values costs its own check."""
    try:
        with decisive():
            assert_tensor(result, shape=shape, what=what)
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None
    if result.detach().unique().numel() < 2:
        raise Mismatch(f"this could not be judged: all values of {what} are equal")


def assert_none_changed(changed):
    if changed:
        names = " and ".join(changed)
        raise Mismatch(
            f"your function changed {names}, which all other code shares",
            mistake=f"Your function leaves {names} other than it was: to seed does that, and so does to draw without a "
            "generator of one's own, or to set something and not to set it back.",
        )


def assert_no_hooks_left(seen):
    if not seen["hooks kept"]:
        raise Mismatch(
            "a module has other hooks than before the call",
            mistake="Your function leaves a hook at a module, which then runs whenever the module is called, for "
            "everybody. `handle.remove()`, in a `finally`, takes it away.",
        )


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


# Gradients and Hessian products of the functions in common_probes.FUNCTIONS, in float64 on flat arrays.


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

# Sums of some ten terms of order 1 to 100 in float32, in whatever order, are right to 1e-5 of the largest term.
SINGLE = {"rtol": 1e-4, "atol": 1e-4}


def tolerance(dtype):
    return SINGLE if dtype == torch.float32 else {}


def assert_called_with_its_like(called, x):
    """f takes a tensor like x: a function may well add up rows, or multiply by a matrix of this dtype."""
    if called["shapes"] != [tuple(x.shape)]:
        raise Mismatch(
            "your function calls f with a tensor of another shape than x",
            mistake="f is handed something else than a tensor like x: a flattened one, a part of it, or many at once.",
        )
    if called["dtypes"] != [str(x.dtype)]:
        raise Mismatch(
            "your function calls f with a tensor of another dtype than x",
            mistake="f is handed a tensor of another dtype than x. In f such a tensor may meet others, which have the "
            "dtype of x: a matrix product refuses to mix the two.",
        )


def assert_from_autograd(student, name, inputs, numbers, rng):
    """The results come from PyTorch's differentiation: it runs, and what it finds is what is returned.

    `numbers` picks the derivatives, by what to call them, out of a result. `rng` chooses how much larger they are to
    come out where PyTorch finds larger ones, so that nobody can know it beforehand.
    """
    seen = student.probe(common_probes.results_and_use_of_autograd, name=name, inputs=inputs)
    found = [numbers(result) for result in seen["results"]]
    used = any(seen["differentiated"].values())
    if not used:
        raise Mismatch(
            "PyTorch has not differentiated anything while your function ran",
            mistake="The derivatives come from elsewhere, such as a formula or differences: PyTorch was asked for none "
            "in this call.",
        )
    if seen["differentiated"]["forward"]:
        return seen  # which is not enlarged below
    factor = a_float(1.5, 4, rng)
    enlarged = student.probe(common_probes.results_with_larger_gradients, name=name, inputs=inputs, factor=factor)
    stays, differs = {}, {}  # what a derivative is called, once
    for mine, larger in zip(found, map(numbers, enlarged or []), strict=False):
        for what, value in mine.items():
            follows = abs(larger[what] - factor * value) <= 1e-3 * abs(factor * value)
            if not follows:
                (stays if abs(larger[what] - value) <= 1e-3 * abs(value) else differs)[what] = True
    if differs:
        text = f"{', '.join(differs | stays)}: not what PyTorch's differentiation found in this call"
        raise Mismatch(text, shows=[list(differs), list(stays)])
    if stays:
        raise Mismatch(
            f"{', '.join(stays)}: not what PyTorch's differentiation found in this call; it finds other numbers, and "
            "these stay as they are",
            shows=[[], list(stays)],
            mistake="PyTorch differentiates, and of what you return at least a part comes from elsewhere: from a "
            "formula, say, or from an earlier call. Return what PyTorch found in this one.",
        )
    return seen


def assert_calculated_anew(student, name, given, numbers):
    """Where other numbers are written into the same tensors, the next call answers for those."""
    arguments = {"name": name, "given": given, "numbers": numbers}
    before, again, fresh = student.probe(common_probes.answered_after_a_write, **arguments)
    if torch.equal(again, before) and not torch.equal(fresh, before):
        raise Mismatch(
            f"other numbers were written into an argument of {name}, and it still answered for the old ones",
            mistake="Your function keeps something from an earlier call with the same tensor, and its numbers have "
            "changed since: an optimizer's step, for one, writes new ones into the same tensor. Calculate anew.",
        )


def without_autograd(student, name, inputs):
    """The student's results for each list of arguments; PyTorch must not have differentiated on the way."""
    seen = student.probe(common_probes.results_and_use_of_autograd, name=name, inputs=inputs)
    used = any(seen["differentiated"].values())
    if used:
        raise Mismatch(
            f"{name} uses autograd; a formula is asked for",
            mistake=f"In {name} PyTorch differentiates (`backward`, `torch.autograd`, `torch.func`). This exercise "
            "asks for the formula that you find with a pencil.",
        )
    return seen["results"]
