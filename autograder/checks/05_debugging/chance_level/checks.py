"""Hidden checks of chance_level."""

import math

import torch

from autograder.expect import Mismatch, assert_tensor, assert_unchanged, check, decisive, unhinted

from ..common import assert_shared_unchanged, classes, integer, unpacked
from . import probes


def rows_and_labels(n, shape, rng):
    """Rows of which no two are equal; labels of which some are. Both are whole numbers: dtypes are judged once."""
    x = torch.randperm(n * math.prod(shape), generator=rng).reshape(n, *shape)
    return x, classes(n, 4, rng)


def shuffled(student, x, y, seeds, again=1):
    """The pairs (x, y) of every call, and what else happened; each row is with its label."""
    seen = student.probe(probes.shuffled, x=x, y=y, seeds=seeds, again=again)
    calls = [[unpacked(pair, "x", "y") for pair in calls] for calls in seen["found"]]
    assert [len(pairs) for pairs in calls] == [again] * len(seeds), "not every call gave a result"
    labels = {tuple(row.flatten().tolist()): int(label) for row, label in zip(x, y, strict=True)}
    for mine, yours in (pair for pairs in calls for pair in pairs):
        assert_tensor(mine, shape=x.shape, dtype=x.dtype, what="the shuffled x")
        assert_tensor(yours, shape=y.shape, dtype=y.dtype, what="the shuffled y")
        found = [labels.get(tuple(row.flatten().tolist())) for row in mine]
        if None in found:
            raise Mismatch("a row of the shuffled x is none of the rows of x")
        if not set(yours.tolist()) <= set(y.tolist()):
            raise Mismatch("a label of the shuffled y is none of the labels of y")
        wrong = sum(a != b for a, b in zip(found, yours.tolist(), strict=True))
        if wrong:
            text = f"{wrong} of {len(y)} rows have the label of another row"
            raise Mismatch(text, mistake="The labels do not get the order of the rows.")
    return calls, seen


def orders(calls, x):
    """Which of the old rows is at each new place, for every call."""
    places = {tuple(row.flatten().tolist()): index for index, row in enumerate(x)}
    return [[[places[tuple(row.flatten().tolist())] for row in mine] for mine, _ in pairs] for pairs in calls]


def assert_each_once(orders, n):
    if any(len(set(order)) < n for order in orders):
        raise Mismatch(
            "some rows come twice and others not at all",
            mistake="Places are drawn with replacement, or rows written over: some come twice, and others are lost.",
        )


def assert_new(seen):
    if seen["given back"]:
        raise Mismatch(
            "a result lies in the memory of your input; new tensors are asked for",
            mistake="The caller gets the old tensor back, or a view of it: who changes the result changes the input.",
        )


@check("chance_level", weight=2, hint="Follow one row and its label. Who says where each of the two goes?")
def test_rows_keep_their_labels(student, rng):
    """Every row comes once, with its own label, whatever shape a row has."""
    kinds = [(torch.float64, torch.int64), (torch.int64, torch.float32), (torch.float32, torch.uint8)]
    for (n, shape), (of_x, of_y) in zip([(40, (3,)), (125, (2, 2, 3)), (30, ())], kinds, strict=True):
        x, y = rows_and_labels(n, shape, rng)
        x, y = x.to(of_x), y.to(of_y)
        calls, _ = shuffled(student, x, y, [integer(0, 10**6, rng)])
        for order in orders(calls, x)[0]:
            assert_each_once([order], n)
            # Two orders of 25 rows or more agree by chance with probability 1e-25.
            if order == list(range(n)):
                text = "the rows are in the order in which they came"
                raise Mismatch(text, mistake="The rows are not moved at all.")
    x, y = rows_and_labels(1, (2,), rng)
    shuffled(student, x, y, [integer(0, 10**6, rng)])  # one row, and nothing to choose
    # Odd numbers above 2²⁴ are none in float32, and above 2⁵³ none in float64.
    x, y = rows_and_labels(30, (3,), rng)
    shuffled(student, x.float(), 2 * y + 2**24 + 1, [integer(0, 10**6, rng)])
    shuffled(student, 2 * x + 2**53 + 1, y, [integer(0, 10**6, rng)])


@check("chance_level", hint="Which random numbers does your order come from, and what has happened to them before?")
def test_generator_decides(student, rng):
    """Equal seeds give equal orders, other seeds others, and a second call with the same generator another again."""
    x, y = rows_and_labels(30, (2,), rng)
    seed = integer(0, 10**6, rng)
    calls, _ = shuffled(student, x, y, [seed, seed + 1, seed, 0], again=2)
    found = orders(calls, x)
    if found[0] != found[2]:
        raise Mismatch(
            "the same seed gives another order the second time",
            mistake="Something else than the numbers of the generator that is given decides the order.",
        )
    different = {tuple(order) for pair in (found[0], found[1], found[3]) for order in pair}
    if len(different) < 6:
        again = sum(len({tuple(order) for order in pair}) < 2 for pair in found)
        # Of few orders, one can come again by chance. Four times, or for all seeds, is no chance.
        unused = again == len(found) or len({tuple(first) for first, _ in found}) == 1
        few = "An order comes again where the generator has new numbers to give: they are not used as they come."
        raise Mismatch(
            "another seed, or a second call with the same generator, gives the same order again",
            shows=[len(different), again],
            mistake=few if unused else None,
        )


def quarters(found, n):
    """How many rows of each quarter of the old order are in each quarter of the new one, and how uneven that is.

    Of fair orders, the second number is chi-squared with 9 degrees of freedom: above 60 once in 10⁹ times.
    """
    counts = torch.zeros(4, 4, dtype=torch.float64)
    for order in found:
        places = torch.tensor(order) // (n // 4) + 4 * (torch.arange(n) // (n // 4))
        counts += torch.bincount(places, minlength=16).reshape(4, 4)
    fair = len(found) * n / 16
    return counts / fair, float(((counts - fair) ** 2 / fair).sum()) * (n - 1) / n


def assert_goes_anywhere(found, n):
    """A row of any quarter of the old order is as likely as any other in each quarter of the new one."""
    shares, uneven = quarters(found, n)
    far = (shares < 0.1).nonzero().tolist()
    if uneven >= 60 and far:
        text = "where a row comes from says where it goes: some places are out of its reach"
        told = "Not all orders are equally likely: from some old places, a row hardly ever comes to some new ones."
        raise Mismatch(text, shows=far, mistake=told)
    if uneven >= 60:
        text = "where a row comes from says where it goes: some places are likelier for it than others"
        raise Mismatch(text, mistake="Not all orders are equally likely: a row's old place says where it tends to go.")


def assert_no_rotations(student, start, rng):
    """Three rows that are turned round cannot be told from three that never stay in their place; forty can."""
    x, y = rows_and_labels(40, (1,), rng)
    found = [order for (order,) in orders(shuffled(student, x, y, [start + i for i in range(5)])[0], x)]
    starts = [order[0] for order in found]
    turned = all(order == [(first + i) % 40 for i in range(40)] for first, order in zip(starts, found, strict=True))
    if turned and any(starts):
        raise Mismatch(
            "the rows follow each other as before, and begin elsewhere",
            mistake="The rows are turned round: each still follows the one that it followed before. Of all orders, "
            "only as many as there are rows can come up.",
        )


@check("chance_level", alone=False)
def test_every_order_is_possible(student, rng):
    """All the six orders of three rows come up, and none of them more often than the others."""
    x = torch.tensor([[0, 5], [1, 3], [2, 4]])
    y = torch.tensor([1, 0, 2])
    start = integer(0, 10**6, rng)
    assert_no_rotations(student, start, rng)
    calls, _ = shuffled(student, x, y, [start + 7 * i for i in range(300)])
    counts = {}
    for (order,) in orders(calls, x):
        counts[tuple(order)] = counts.get(tuple(order), 0) + 1
    assert_each_once(counts, 3)
    # Of 300 fair orders each comes 50 times. Fewer than 15 or more than 95 of one: below 1e-8.
    if len(counts) < 6:
        raise Mismatch(
            f"of the six orders of three rows, {len(counts)} came up in 300 calls",
            shows=sorted(counts),
            mistake="Some orders never come up. All are to be equally likely, the old one as well.",
        )
    even = min(counts.values()) >= 15 and max(counts.values()) <= 95
    if not even:
        raise Mismatch("some orders come up far more often than others", mistake="Not all orders are equally likely.")
    x, y = rows_and_labels(40, (1,), rng)
    found = [order for (order,) in orders(shuffled(student, x, y, [start + 11 * i for i in range(600)])[0], x)]
    # Of the 40! orders none comes again by chance; of those that 2³¹ seeds lead to, two do once in 10⁸ times.
    repeated = len(found) - len({tuple(order) for order in found})
    if repeated > 1:
        raise Mismatch(
            f"of 600 orders of 40 rows, {repeated} are as one before",
            mistake="The order comes from one of a few numbers, such as seeds below a bound: most never come up.",
        )
    assert_goes_anywhere(found, 40)
    # What data that come one by one are shuffled with, a buffer, is as long as many tables, and not as long as all.
    x, y = rows_and_labels(4000, (1,), rng)
    assert_goes_anywhere([order for (order,) in orders(shuffled(student, x, y, [start])[0], x)], 4000)


@check("chance_level", weight=0.5, hint="`generator=` is an argument of PyTorch's random functions.")
def test_nothing_else_changes(student, rng):
    """x, y, and the random numbers and settings that all other code uses, stay as they were."""
    x, y = rows_and_labels(30, (2,), rng)
    calls, seen = shuffled(student, x, y, [integer(0, 10**6, rng) for _ in range(2)])
    assert_unchanged(seen["x"], x, "your input x")
    assert_unchanged(seen["y"], y, "your input y")
    assert_shared_unchanged(seen["moved"])
    in_place = any(order == list(range(30)) for pair in orders(calls, x) for order in pair)
    assert not in_place, "this could not be judged: the rows are in the order in which they came"
    x, y = rows_and_labels(25, (2, 3), rng)
    seed = integer(0, 10**6, rng)
    try:
        with decisive():
            shuffled(student, x, y, [seed])
    except Exception:
        return  # rows of several dimensions have cost their share above
    with unhinted():  # in memory, the numbers of a row do not lie in their order
        shuffled(student, x.transpose(1, 2), y, [seed])
    for n in (1, 2):  # where every row may stay in its place
        x, y = rows_and_labels(n, (2,), rng)
        with unhinted():
            assert_new(shuffled(student, x, y, [integer(0, 10**6, rng) for _ in range(5)])[1])
