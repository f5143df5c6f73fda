"""Hidden checks of shares_memory."""

import numpy as np
import torch

from autograder.expect import Mismatch, assert_type, assert_unchanged, check

from ..common import assert_globals_unchanged, integer
from . import probes


def told_apart(student, x, sharing, separate):
    """Both kinds of pairs are judged rightly, so that no constant answer passes."""
    answers = student.probe(probes.asked_about_pairs, x=x, pairs=sharing + separate)
    verdicts = [verdict(answer) for answer in answers]  # two for each pair: either may come first
    found, invented = verdicts[: 2 * len(sharing)], verdicts[2 * len(sharing) :]
    if not all(found):  # which of them, tells one mistake from another
        raise Mismatch("two views of one storage were said to share nothing", shows=found)
    if any(invented):
        raise Mismatch("two tensors with storages of their own were said to share memory", shows=invented)


def verdict(answer):
    """A returned answer as a bool. A tensor of one element will do here; another check looks at the type."""
    if isinstance(answer, torch.Tensor) and answer.numel() == 1:
        return bool(answer)
    assert_type(answer, (bool, int, np.bool_), "the answer")
    return bool(answer)


@check("shares_memory", alone=False)
def test_other_window_same_start(student, rng):
    """Views that start together share memory whatever their shape and strides; a clone does not."""
    told_apart(
        student,
        torch.randn(6, 4, generator=rng),
        sharing=[("x", "x"), ("x", "flat"), ("x", "transposed"), ("x", "corner"), ("x", "detached")],
        separate=[("x", "clone"), ("flat", "flat clone"), ("transposed", "clone")],
    )


# From here on the two views of a pair agree in all but the one thing that a check is about.


@check("shares_memory", weight=1.5, alone=False)
def test_other_offset(student, rng):
    """Views that start at different places share memory too, whether or not they overlap."""
    told_apart(
        student,
        torch.randn(6, 4, generator=rng),
        sharing=[
            ("upper half", "middle"),
            ("upper half", "lower half"),
            ("even rows", "odd rows"),
            ("upper half", "last row"),
            ("one row", "last row"),
            ("x", "lower half"),
        ],
        separate=[("lower half", "clone of the lower half"), ("upper half", "clone of the lower half")],
    )


@check("shares_memory", weight=0.5, alone=False)
def test_other_dtype(student, rng):
    """Views of one storage share memory also where they look at it as numbers of another dtype."""
    told_apart(
        student,
        torch.randn(6, 4, generator=rng),
        sharing=[("x", "as int32"), ("x", "x as bytes"), ("last row", "last row as bytes")],
        separate=[("x", "clone as int32"), ("last row", "clone as bytes")],
    )


@check("shares_memory", weight=0.5, alone=False)
def test_any_tensor(student, rng):
    """Any tensors will do: bfloat16, which NumPy does not know, tensors that require grad, single numbers."""
    x = torch.randn(6, 4, generator=rng)
    for tensor in (x.bfloat16(), x.clone().requires_grad_(), torch.full((6, 4), torch.nan)):
        sharing, separate = [("x", "x"), ("upper half", "middle")], [("x", "clone")]
        told_apart(student, tensor, sharing=sharing, separate=separate)
    sharing, separate = [("x", "one number"), ("one number", "another number")], [("one number", "clone of one number")]
    told_apart(student, x, sharing=sharing, separate=separate)


@check("shares_memory")
def test_equal_values_are_not_shared_memory(student, rng):
    """Equal values in two storages share nothing."""
    x = torch.randn(6, 4, generator=rng)
    for same in (
        torch.randperm(12, generator=rng) < 6
    ).tolist():  # asked one by one, in an order that cannot be guessed
        said = verdict(student.shares_memory(x, x if same else x.clone()))
        assert said == same, "a tensor and itself, or a tensor and its copy, were judged wrongly"
    told_apart(
        student,
        torch.randn((), generator=rng).repeat(6, 4),
        sharing=[("x", "x")],
        separate=[("x", "clone"), ("flat", "flat clone"), ("upper half", "clone of the lower half")],
    )
    told_apart(
        student, torch.randn(6, 4, generator=rng), sharing=[("upper half", "upper half")], separate=[("x", "clone")]
    )


@check("shares_memory", weight=0.5, alone=False)
def test_neighbours_in_memory(student, rng):
    """Two tensors whose storages lie side by side in memory share nothing."""
    answers = student.probe(probes.asked_about_neighbours, sizes=[integer(40, 60, rng), integer(1000, 2000, rng)])
    separate, sharing = [[verdict(answer) for answer in column] for column in zip(*answers, strict=True)]
    assert any(sharing), "this could not be judged: start and end of one storage were said to share nothing"
    if any(separate):
        raise Mismatch(
            "the end of one storage and the start of the next in memory were said to share memory",
            mistake="Two tensors whose storages lie side by side are one to you. How far apart two addresses are does "
            "not tell whether they lie in one storage: compare the storages.",
        )


def assert_discerning(sharing, separate):
    """Pairs of both kinds were told apart, if only some of those that share."""
    differ = any(verdict(answer) != verdict(separate) for answer in sharing)
    assert differ, "this could not be judged: your function answers the same for a view and for a clone"


@check("shares_memory", weight=0.5, alone=False)
def test_answer_is_a_bool(student, rng):
    """The answer is Python's True or False."""
    x = torch.randn(4, 3, generator=rng)
    answers = [student.shares_memory(x, x), student.shares_memory(x, x.clone() + 1)]
    for answer in answers:
        assert_type(answer, bool, "the answer")
    assert_discerning(answers[:1], answers[1])


@check("shares_memory", weight=0.5, effects=True, alone=False)
def test_tensors_unchanged(student, rng):
    """Both tensors and PyTorch's global state stay as they were."""
    whole, fractions = torch.randint(1, 99, (4, 3), generator=rng), 50 * torch.rand(4, 3, generator=rng)
    for x in (whole, fractions):  # what is added to a fraction and taken away again leaves another last digit
        answers = []
        for a, b in [(x, x.clone() + 1), (x, x), (x, x.view(-1)), (x[:2], x[2:]), (x[:2], x[1:])]:
            before_a, before_b = a.clone(), b.clone()
            answers.append(student.shares_memory(a, b))
            assert_unchanged(a, before_a, "the first tensor")
            assert_unchanged(b, before_b, "the second tensor")
        assert_discerning(answers[1:], answers[0])
    assert_globals_unchanged(student)
