"""Hidden checks of shares_memory."""

import numpy as np
import torch

from autograder.expect import assert_type, assert_unchanged, check

from ..common import assert_globals_unchanged
from . import probes


def told_apart(student, x, sharing, separate):
    """Both kinds of pairs are judged rightly, so that no constant answer passes."""
    answers = student.probe(probes.asked_about_pairs, x=x, pairs=sharing + separate)
    verdicts = [verdict(answer) for answer in answers]  # two for each pair: either may come first
    all_found = all(verdicts[: 2 * len(sharing)])
    assert all_found, "two views of one storage were said to share nothing"
    none_invented = not any(verdicts[2 * len(sharing) :])
    assert none_invented, "two tensors with storages of their own were said to share memory"


def verdict(answer):
    """A returned answer as a bool. A tensor of one element will do here; another check looks at the type."""
    if isinstance(answer, torch.Tensor) and answer.numel() == 1:
        return bool(answer)
    assert_type(answer, (bool, int, np.bool_), "the answer")
    return bool(answer)


@check("shares_memory")
def test_other_window_same_start(student, rng):
    """Views that start together share memory whatever their shape, strides or dtype; a clone does not."""
    told_apart(
        student,
        torch.randn(6, 4, generator=rng),
        sharing=[("x", "x"), ("x", "flat"), ("x", "transposed"), ("x", "as int32"), ("x", "corner"), ("x", "detached")],
        separate=[("x", "clone"), ("flat", "flat clone"), ("transposed", "clone as int32")],
    )


@check("shares_memory")
def test_other_offset(student, rng):
    """A view that starts further on shares memory too, and so do two views that do not overlap."""
    told_apart(
        student,
        torch.randn(6, 4, generator=rng),
        sharing=[
            ("x", "lower half"),
            ("middle", "lower half"),
            ("upper half", "lower half"),
            ("even rows", "odd rows"),
            ("upper half", "last row as bytes"),
            ("upper half", "detached lower half"),
        ],
        separate=[("lower half", "clone of the lower half"), ("upper half", "clone of the lower half")],
    )


@check("shares_memory")
def test_equal_values_are_not_shared_memory(student, rng):
    """Equal values in two storages share nothing, and different values in one storage do."""
    told_apart(
        student,
        torch.randn((), generator=rng).repeat(6, 4),
        sharing=[("upper half", "lower half"), ("x", "middle"), ("x", "as int32"), ("x", "detached")],
        separate=[("x", "clone"), ("upper half", "clone of the lower half"), ("flat", "flat clone")],
    )


def assert_discerning(answers):
    """The two pairs, one sharing and one not, were told apart at all."""
    differ = verdict(answers[0]) != verdict(answers[1])
    assert differ, "this could not be judged: your function answers the same for a view and for a clone"


@check("shares_memory", weight=0.5)
def test_answer_is_a_bool(student, rng):
    """The answer is Python's True or False."""
    x = torch.randn(4, 3, generator=rng)
    answers = [student.shares_memory(x, x), student.shares_memory(x, x.clone() + 1)]
    for answer in answers:
        assert_type(answer, bool, "the answer")
    assert_discerning(answers)


@check("shares_memory", weight=0.5, effects=True)
def test_tensors_unchanged(student, rng):
    """Both tensors and PyTorch's global state stay as they were."""
    x = torch.randint(1, 9, (4, 3), generator=rng)
    answers = []
    for a, b in [(x, x.view(-1)), (x, x.clone() + 1), (x[:2], x[1:])]:
        before_a, before_b = a.clone(), b.clone()
        answers.append(student.shares_memory(a, b))
        assert_unchanged(a, before_a, "the first tensor")
        assert_unchanged(b, before_b, "the second tensor")
    assert_globals_unchanged(student)
    assert_discerning(answers)
