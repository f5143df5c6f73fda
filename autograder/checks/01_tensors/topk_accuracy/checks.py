"""Hidden checks of topk_accuracy."""

import torch

from autograder.expect import assert_close, assert_type, assert_unchanged, check

from ..common import assert_calls_apart, assert_globals_unchanged, integer, number


def ranked(ranks, classes, rng):
    """Logits without ties, and labels such that in row i exactly ranks[i] classes beat the label."""
    rows = torch.stack([torch.randperm(classes, generator=rng) for _ in ranks])
    labels = torch.tensor([row.index(classes - 1 - rank) for row, rank in zip(rows.tolist(), ranks, strict=True)])
    return rows - 2.2, labels  # of both signs, and ranked otherwise by their size than by their value


def several(rng):
    """How often each of six ranks comes: another number for each, so that every share is one of its own."""
    return [2 + int(count) for count in torch.randperm(9, generator=rng)[:6]]


def shuffled(counts, rng):
    """Each rank as often as `counts` says, in random order."""
    ranks = [rank for rank, count in enumerate(counts) for _ in range(count)]
    return [ranks[i] for i in torch.randperm(len(ranks), generator=rng)]


@check("topk_accuracy", weight=2)
def test_share_of_labels_among_the_k_largest(student, rng):
    """The result is the share of rows whose own label is among the k largest logits, for every k."""
    counts = several(rng)
    logits, labels = ranked(shuffled(counts, rng), 6, rng)
    for k in range(1, 7):
        share = number(student.topk_accuracy(logits.clone(), labels.clone(), k), "the result")
        # The mean of 50 zeros and ones in float32 is right to 1e-7; one sample more or less makes 0.02.
        assert_close(share, sum(counts[:k]) / sum(counts), rtol=0, atol=1e-6)
    apart = logits.t().contiguous().t(), labels.repeat_interleave(2)[::2]
    for k in (2, 4):
        share = number(student.topk_accuracy(*apart, k), "the result for views")
        assert_close(share, sum(counts[:k]) / sum(counts), rtol=0, atol=1e-6, what="the result for views")
    # Every row at a level of its own: what is large in one is small in another. At levels 1 apart, whole numbers come
    # in several rows.
    for step, rows in ((20.0, logits), (1.0, logits.round())):
        leveled = rows + step * torch.randperm(len(logits), generator=rng)[:, None]
        for k in (1, 2, 3, 5):
            share = number(student.topk_accuracy(leveled.clone(), labels.clone(), k), "the result")
            what = "the result for rows of different levels"
            assert_close(share, sum(counts[:k]) / sum(counts), rtol=0, atol=1e-6, what=what)


@check("topk_accuracy", alone=False)
def test_none_and_all(student, rng):
    """The share is 0 if every label comes just too late, and 1 if every label comes just in time; also for one row."""
    for rows in (9, 1):
        for k in (1, 2, 4):
            late, late_labels = ranked([k] * rows, 6, rng)
            share = number(student.topk_accuracy(late, late_labels, k), "the result")
            assert_close(share, 0.0, rtol=0, atol=1e-6, what="the result where every label comes just too late")
            timely, timely_labels = ranked([k - 1] * rows, 6, rng)
            share = number(student.topk_accuracy(timely, timely_labels, k), "the result")
            assert_close(share, 1.0, rtol=0, atol=1e-6, what="the result where every label comes just in time")


@check("topk_accuracy")
def test_large_and_close_logits(student, rng):
    """Logits are ranked by their own values, far apart or close together."""
    counts = several(rng)
    # 150 apart, a softmax in float32 has zeros and a sigmoid ones only; 0.01 apart near 2000, float16 sees one number.
    # float32 cannot tell 1 and 1 + 1e-9 apart. And all may be far below zero, or below any number one thinks of: one
    # less than -1e30 is -1e30 again.
    single, double = torch.float32, torch.float64
    others_right = True
    cases = [
        (150.0, 0.0, single),
        (0.01, 2000.0, single),
        (1e-9, 1.0, double),
        (1.0, -2000.0, single),
        (1e30, 0.0, single),
    ]
    for scale, offset, dtype in cases:
        logits, labels = ranked(shuffled(counts, rng), 6, rng)
        logits = offset + scale * logits.to(dtype)
        for k in (1, 2, 4, 5, 6):
            share = number(student.topk_accuracy(logits.clone(), labels.clone(), k), "the result")
            others_right &= abs(share - sum(counts[:k]) / sum(counts)) <= 1e-6
            assert_close(share, sum(counts[:k]) / sum(counts), rtol=0, atol=1e-6)
    # One class far above the others, which are close together: beside the first they may as well be equal.
    counts[0] = 0
    logits, labels = ranked(shuffled(counts, rng), 6, rng)
    logits[logits == logits.max()] = 1e9
    lost = (
        "Where one logit of a row is far larger than the others, you lose the order of the others. To subtract it from "
        "them, or to divide them by it, rounds them to one and the same number: compare the logits as they are."
    )
    for k in (2, 3, 5):
        share = number(student.topk_accuracy(logits.clone(), labels.clone(), k), "the result")
        assert_close(share, sum(counts[:k]) / sum(counts), rtol=0, atol=1e-6, mistake=lost if others_right else None)


@check("topk_accuracy")
def test_half_precision(student, rng):
    """Logits may have 16 bits: the share is no less precise for it."""
    counts = several(rng)
    counts[-1] += 1 - sum(counts) % 2  # 16 bits hold no share of an odd number of rows
    logits, labels = ranked(shuffled(counts, rng), 6, rng)
    for k in (1, 2, 3, 4, 5):
        share = number(student.topk_accuracy(logits.half(), labels.clone(), k), "the result")
        what = "the result for float16 logits"
        assert_close(share, sum(counts[:k]) / sum(counts), rtol=0, atol=1e-6, what=what)


@check("topk_accuracy", weight=0.5)
def test_a_thousand_classes(student, rng):
    """The same for a thousand classes."""
    logits, labels = torch.randn(10, 1000, generator=rng), torch.randint(0, 744, (10,), generator=rng)
    rows, early = torch.arange(10), integer(2, 8, rng)
    logits[rows, labels] = 10.0
    logits[rows[early:], labels[early:] + 256] = 20.0  # alike in their last byte, and otherwise different classes
    for k, right in ((1, early), (2, 10)):
        share = number(student.topk_accuracy(logits.clone(), labels.clone(), k), "the result")
        assert_close(share, right / 10, rtol=0, atol=1e-6)


def assert_depends_on_k(shares):
    """For these logits, two values of k have two different answers."""
    differ = number(shares[0], "the result") != number(shares[1], "the result")
    assert differ, "this could not be judged: the result is the same for two different k"


@check("topk_accuracy", alone=False)
def test_python_float_between_0_and_1(student, rng):
    """The result is a Python float between 0 and 1."""
    logits, labels = ranked(shuffled([4, 2, 1, 3], rng), 4, rng)
    shares = [student.topk_accuracy(logits.clone(), labels.clone(), k) for k in (2, 4)]
    for share in shares:
        assert_type(share, float)
        inside = 0 <= share <= 1
        assert inside, "the result does not lie between 0 and 1"
    assert_depends_on_k(shares)


@check("topk_accuracy", weight=0.5, effects=True, alone=False)
def test_logits_unchanged(student, rng):
    """logits, labels, earlier results and PyTorch's global state stay as they were."""
    logits, labels = ranked(shuffled([4, 2, 1, 3], rng), 4, rng)
    for dtype in (torch.float32, torch.float64):  # a conversion to what they are already makes no copy
        given = logits.to(dtype)
        before_logits, before_labels = given.clone(), labels.clone()
        shares = []
        for k in (2, 4):
            shares.append(student.topk_accuracy(given, labels, k))
            assert_unchanged(given, before_logits, "the tensor of logits")
            assert_unchanged(labels, before_labels, "the tensor of labels")
        assert_depends_on_k(shares)
    tables = [ranked(shuffled(counts, rng), 4, rng) for counts in ([4, 2, 1, 3], [2, 3, 4, 1], [3, 1, 1, 5])]
    assert_calls_apart(student, "topk_accuracy", *([*table, 1] for table in tables))
    assert_globals_unchanged(student)
