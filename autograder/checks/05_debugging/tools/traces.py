"""Losses and gradient norms of training runs, made up for `diagnose`."""

import math

import torch

from autograder.expect import Mismatch, assert_type

from ..common import assert_surroundings
from . import probes

WORDS = ("healthy", "exploding", "vanishing", "not-learning", "nan")


def around(center, count, rng, spread=0.005):
    """Numbers near the center, whose median is within the spread of it."""
    return [center * (1 + spread * (2 * float(u) - 1)) for u in torch.rand(count, generator=rng)]


def trace(starts, ends, n, rng):
    """A list of n numbers: its first and last quarters are near two numbers, and between them it falls or rises."""
    q = n // 4
    middle = torch.logspace(math.log10(starts), math.log10(ends), n - 2 * q + 2, dtype=torch.float64)[1:-1].tolist()
    return [*around(starts, q, rng), *middle, *around(ends, q, rng)]


def with_one_not_finite(losses, norms, n, rng):
    """NaN and infinity, each at the end of a list, and where neither the start nor the end looks."""
    cases = []
    for number in (math.nan, math.inf):
        for place in (n - 1, n // 4 + int(torch.randint(n - 2 * (n // 4), (), generator=rng))):
            cases.append(("nan", losses, [*norms[:place], number, *norms[place + 1 :]]))
            cases.append(("nan", [*losses[:place], number, *losses[place + 1 :]], norms))
    return cases


def at_the_limits(n, rng):
    """Norms of 0, and runs at the very limits of the rules or just beside them."""
    q, zeros = n // 4, [0.0] * n
    falling, flat = trace(2.0, 0.2, n, rng), trace(2.3, 2.3, n, rng)
    return [
        ("vanishing", flat, zeros),
        ("healthy", falling, zeros),
        ("exploding", falling, [*zeros[:-q], *around(1e-3, q, rng)]),
        ("exploding", falling, trace(1e-9, 3e-7, n, rng)),
        ("healthy", falling, [*[2.0] * (n - q), *[200.0] * q]),
        ("exploding", falling, [*[2.0] * (n - q), *[200.5] * q]),
        ("healthy", [*[20.0] * (n - q), *[19.0] * q], [1.0] * n),
        ("vanishing", flat, [9e-6] * n),
        ("not-learning", flat, [1e-5] * n),
        ("not-learning", flat, [1.1e-5] * n),
    ]


# Of the runs above: those in which a number is its limit, and those that differ from them by zeros alone.
AT_THE_LIMIT, LIMIT_OF_ZERO = {4, 6, 8}, {0, 1}


def limit_counted(wrong):
    """What is to be said where runs at the very limits are diagnosed wrongly, and none just beside them."""
    numbers = {number for number, _ in wrong}
    if not numbers & AT_THE_LIMIT or numbers - AT_THE_LIMIT - LIMIT_OF_ZERO:
        return None
    return "A number that is exactly at its limit is taken to be beyond it: `more than` and `below` leave that out."


def assert_diagnosed(student, cases, told=lambda wrong: None):
    """Each (word, losses, norms) gets its word; no message says which one is wrong where."""
    seen = student.probe(probes.diagnosed, traces=[[losses, norms] for _, losses, norms in cases])
    for word in seen["words"]:
        assert_type(word, str, "the diagnosis")
        if word not in WORDS:
            raise Mismatch(f"the diagnosis is none of the five words {', '.join(WORDS)}")
    pairs = zip(seen["words"], cases, strict=True)
    wrong = [(number, word) for number, (word, (expected, _, _)) in enumerate(pairs) if word != expected]
    if wrong:
        raise Mismatch("a run is diagnosed wrongly", shows=wrong, mistake=told(wrong))
    if seen["changed"]:
        text = "the lists that were given have changed"
        raise Mismatch(text, mistake="diagnose writes into the lists that it is given, or sorts them.")
    assert_surroundings({"changed": seen["around"]})


LENGTHS = (8, 9, 12, 16, 23, 40)
