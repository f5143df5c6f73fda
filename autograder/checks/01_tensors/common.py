"""What the checks of several exercises of 01_tensors share."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_tensor, assert_type, decisive

EXACT = {"rtol": 0, "atol": 0}


def unpacked(result, *names):
    """The parts of a returned tuple, one for each name."""
    assert_type(result, (tuple, list), f"the result ({', '.join(names)})")
    if len(result) != len(names):
        raise Mismatch(f"the result has {len(result)} items; it must have {len(names)}: {', '.join(names)}")
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


def assert_globals_unchanged(student):
    """What all code shares is as it was before the student's functions were called in this check."""
    changed = student.globals_changed()
    if changed:
        names = " and ".join(changed)
        raise Mismatch(
            f"your function changed {names}, which all other code shares",
            mistake=f"Your function leaves {names} other than it was: to seed does that, and so does to draw without a "
            "generator of one's own, or to set something and not to set it back.",
        )


def number(value, what):
    """A returned number as a float. A tensor of one element will do here; other checks look at the type."""
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        return float(value)
    assert_type(value, (float, int, np.number), what)
    return float(value)


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def normal(*shapes, rng, dtype=torch.float64):
    return [torch.randn(shape, generator=rng, dtype=dtype) for shape in shapes]


def uniform(low, high, shape, rng, dtype=torch.float64):
    return low + (high - low) * torch.rand(shape, generator=rng, dtype=dtype)


def assert_no_loop(small, large, more, rows, what="them"):
    """So many more rows must not cost as many more tensor operations or Python instructions, as in any loop they do."""
    more_operations = large["operations"] - small["operations"]
    more_steps = large["steps"] - small["steps"]
    if max(more_operations, more_steps) >= more:
        raise Mismatch(
            f"the work grows with the number of {rows}: is there a Python loop over {what}?",
            mistake=f"A Python loop runs over the {rows}, or over blocks of them. A comprehension is one, and so are "
            "`map`, `vectorize` and Python's own `sum`: with more of them, more lines or tensor operations run.",
        )
