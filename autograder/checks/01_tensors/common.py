"""What the checks of several exercises of 01_tensors share."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_tensor, assert_type, decisive

from . import common_probes

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


def assert_calls_apart(student, name, first, second, third):
    """Each call answers for its own arguments and leaves alone what earlier ones returned: see the probe.

    `first` and `second` have different answers; `third` has the shapes of `second`, and its tensors other numbers.
    """
    seen = student.probe(common_probes.called_again, name=name, first=first, second=second, third=third)
    if not _alike(seen["first"], seen["first later"]):
        raise Mismatch(
            f"what {name} returned changed when it was called again, with other arguments",
            mistake="What your function has returned changes when it is called again: it keeps an object, such as a "
            "default argument or a tensor made once, and hands out that one each time. Make a new one in every call.",
        )
    if seen["moved"]:
        raise Mismatch(
            f"after a call of {name}, a tensor that was handed in lies elsewhere in memory, or in another order",
            mistake="A tensor that was handed in gets other memory, as by `.data = …` or `set_`: what was a view of "
            "something is one no more. Make a tensor of your own, and leave the caller's where it is.",
        )
    before = seen["second"]
    for again, fresh in seen["rewritten"]:
        if _alike(again, before) and not _alike(fresh, before):
            raise Mismatch(
                f"other numbers were written into an argument of {name}, and it still answered for the old ones",
                mistake="Your function keeps something from an earlier call with the same tensor, and its numbers have "
                "changed since: an optimizer's step, for one, writes new ones into the same tensor. Calculate anew.",
            )
        before = again


def _alike(one, other):
    """Whether two results of one function show the same, up to rounding."""
    if isinstance(one, dict) and isinstance(other, dict):
        return _alike([one.get(key) for key in other], list(other.values()))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        one, other = torch.from_numpy(one.copy()), torch.from_numpy(other.copy())
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        if one.shape != other.shape or one.dtype != other.dtype or not one.is_floating_point():
            return torch.equal(one, other)
        return torch.allclose(one, other, rtol=1e-6, atol=0.0, equal_nan=True)
    return type(one) is type(other) and (one == other or (one != one and other != other))


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
