"""Hidden checks of one_hot_and_pick."""

import torch

from autograder.expect import assert_close, assert_tensor, assert_unchanged, check

from ..common import EXACT, assert_calls_apart, assert_globals_unchanged
from . import probes


def rows_with_a_one(labels, num_classes):
    return torch.tensor([[int(c == label) for c in range(num_classes)] for label in labels.tolist()])


@check("one_hot_and_pick", weight=2)
def test_one_hot(student, rng):
    """one_hot gives an int64 row for each label, with a single 1 and as many columns as there are classes."""
    for n, c in [(6, 4), (5, 5), (3, 8), (4, 1000), (2, 2050)]:
        labels = torch.randint(0, c, (n,), generator=rng)
        labels[0] = c - 1
        expected = rows_with_a_one(labels, c)
        assert_close(student.one_hot(labels, c), expected, what="one_hot(labels, num_classes)")
    low = torch.randint(0, 3, (6,), generator=rng)
    expected = rows_with_a_one(low, 7)
    assert_close(student.one_hot(low, 7), expected, what="one_hot for labels that do not use the last classes")


@check("one_hot_and_pick")
def test_one_hot_is_home_made(student, rng):
    """one_hot does its work without torch.nn.functional.one_hot."""
    labels = torch.randint(0, 5, (7,), generator=rng)
    expected = rows_with_a_one(labels, 5)
    seen = student.probe(probes.functions_called, name="one_hot", args=[labels, 5])
    assert_close(seen["result"], expected, check_dtype=False, what="one_hot(labels, num_classes)")
    home_made = "one_hot" not in seen["functions"]
    assert home_made, "your function calls torch.nn.functional.one_hot"


@check("one_hot_and_pick", weight=2)
def test_pick(student, rng):
    """pick takes from each row the logit of that row's own label, unchanged."""
    sizes = [
        (6, 4, torch.float32, 1),
        (5, 5, torch.float64, 1),
        (3, 8, torch.float32, 1),
        (4, 3, torch.float32, 1e30),  # below whatever number somebody thinks is low enough
        (4, 5, torch.float16, 1),
        (4, 5, torch.bfloat16, 1e20),
    ]
    for n, c, dtype, scale in sizes:
        logits = scale * torch.randn(n, c, generator=rng, dtype=dtype)
        labels = torch.randint(0, c, (n,), generator=rng)
        logits[1, labels[1]] = 0.0
        own = [row[label] for row, label in zip(logits.tolist(), labels.tolist(), strict=True)]
        expected = torch.tensor(own, dtype=dtype)
        assert_close(student.pick(logits, labels), expected, **EXACT, what="pick(logits, labels)")


@check("one_hot_and_pick", weight=0.5)
def test_views(student, rng):
    """Logits and labels may be views: transposed, or every other one of more."""
    logits, labels = torch.randn(4, 6, generator=rng).t(), torch.randint(0, 4, (12,), generator=rng)[::2]
    own = [row[label] for row, label in zip(logits.tolist(), labels.tolist(), strict=True)]
    assert_close(student.pick(logits, labels), torch.tensor(own), **EXACT, what="pick for logits that are a view")
    expected = rows_with_a_one(labels, 4)
    assert_close(student.one_hot(labels, 4), expected, check_dtype=False, what="one_hot for labels that are a view")


@check("one_hot_and_pick", weight=0.5, alone=False)
def test_batch_of_one(student, rng):
    """A batch of one keeps its batch dimension, and a single class its column."""
    logits, labels = torch.randn(1, 4, generator=rng), torch.randint(0, 4, (1,), generator=rng)
    assert_tensor(student.one_hot(labels, 4), shape=(1, 4), what="one_hot for one label")
    assert_tensor(student.pick(logits, labels), shape=(1,), what="pick for one row")
    zeros = torch.zeros(3, dtype=torch.int64)
    assert_tensor(student.one_hot(zeros, 1), shape=(3, 1), what="one_hot for one class")
    assert_tensor(student.pick(logits.T[:3], zeros), shape=(3,), what="pick for one class")


@check("one_hot_and_pick", weight=0.5, effects=True, alone=False)
def test_labels_and_logits_unchanged(student, rng):
    """labels, logits, earlier results and PyTorch's global state stay as they were."""
    logits, labels = 30 * torch.randn(5, 40, generator=rng), torch.randint(20, 40, (5,), generator=rng)
    before_labels = labels.clone()
    results = [(student.one_hot(labels, 40), "the result of one_hot")]
    assert_unchanged(labels, before_labels, "the tensor of labels given to one_hot")
    for dtype in (torch.float32, torch.float64):  # a conversion to what they are already makes no copy
        given = logits.to(dtype)
        before_logits = given.clone()
        results.append((student.pick(given, labels), "the result of pick"))
        assert_unchanged(labels, before_labels, "the tensor of labels given to pick")
        assert_unchanged(given, before_logits, "the tensor of logits given to pick")
    for result, what in results:
        assert_tensor(result, what=what)
        varied = result.numel() > 1 and bool((result != result.flatten()[0]).any())
        assert varied, f"this could not be judged: all values of {what} are equal"
    every = torch.randperm(4, generator=rng)
    shifted = [(every + i) % 4 for i in range(3)]
    assert_calls_apart(student, "one_hot", *([labels, 4] for labels in shifted))
    assert_calls_apart(student, "pick", *([torch.randn(4, 4, generator=rng), labels] for labels in shifted))
    assert_globals_unchanged(student)
