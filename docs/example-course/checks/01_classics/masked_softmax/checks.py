"""Hidden checks of masked_softmax."""

import torch

from autograder.expect import assert_close, assert_unchanged, check


def by_hand(scores, lengths):
    """Row by row: PyTorch's softmax of the scores that count, alone."""
    result = torch.zeros_like(scores)
    for b, length in enumerate(lengths.tolist()):
        if length:
            result[b, :, :length] = torch.softmax(scores[b, :, :length], dim=-1)
    return result


@check("masked_softmax", weight=2)
def test_weights(student, rng):
    """Each row is the softmax of the scores that count, and 0 behind them."""
    for shape, lengths, dtype in [((3, 2, 5), [5, 3, 1], torch.float64), ((2, 4, 6), [2, 6], torch.float32)]:
        scores = torch.randn(shape, dtype=dtype, generator=rng)
        lengths = torch.tensor(lengths)
        assert_close(student.masked_softmax(scores, lengths), by_hand(scores, lengths))


@check("masked_softmax")
def test_lengths_belong_to_examples(student, rng):
    """Each example has its own length, also when there are as many queries as examples."""
    scores = torch.randn(4, 4, 4, dtype=torch.float64, generator=rng)
    lengths = torch.tensor([1, 4, 2, 3])
    assert_close(student.masked_softmax(scores, lengths), by_hand(scores, lengths))


@check("masked_softmax", weight=2)
def test_very_large_and_very_small_scores(student, rng):
    """Scores of any finite size give finite weights."""
    lengths = torch.tensor([4, 2])
    for shift in (200.0, -200.0, 1e30, -1e30):
        scores = torch.randn(2, 3, 5, generator=rng) + shift
        assert_close(student.masked_softmax(scores, lengths), by_hand(scores, lengths))
    scores = torch.tensor([1e30, -1e30, 3.0]).repeat(2, 3, 2)
    assert_close(student.masked_softmax(scores, lengths), by_hand(scores, lengths))


@check("masked_softmax")
def test_padding_may_hold_anything(student, rng):
    """What stands in the padding has no influence, not even NaN or infinity."""
    lengths = torch.tensor([3, 1])
    for filler in (torch.nan, torch.inf, -torch.inf):
        scores = torch.randn(2, 2, 4, dtype=torch.float64, generator=rng)
        expected = by_hand(scores, lengths)
        for b, length in enumerate(lengths.tolist()):
            scores[b, :, length:] = filler
        assert_close(student.masked_softmax(scores, lengths), expected)


@check("masked_softmax")
def test_length_0(student, rng):
    """An example of length 0 is 0 everywhere."""
    scores = torch.randn(3, 2, 4, dtype=torch.float64, generator=rng)
    lengths = torch.tensor([0, 3, 0])
    assert_close(student.masked_softmax(scores, lengths), by_hand(scores, lengths))


@check("masked_softmax")
def test_gradients(student, rng):
    """Gradients reach the scores that count, and are 0 in the padding."""
    lengths = torch.tensor([3, 0, 4])
    scores = torch.randn(3, 2, 4, dtype=torch.float64, generator=rng)
    weight = torch.randn(3, 2, 4, dtype=torch.float64, generator=rng)
    ours, theirs = scores.clone().requires_grad_(), scores.clone().requires_grad_()
    (by_hand(ours, lengths) * weight).sum().backward()
    result = student.masked_softmax(theirs, lengths)
    assert result.requires_grad, "the result must carry gradients back to scores"
    (result * weight).sum().backward()
    assert_close(theirs.grad, ours.grad)


@check("masked_softmax", effects=True)
def test_inputs_stay(student, rng):
    """Both inputs keep their values."""
    scores, lengths = torch.randn(2, 2, 3, generator=rng), torch.tensor([1, 2])
    scores_before, lengths_before = scores.clone(), lengths.clone()
    assert_close(student.masked_softmax(scores, lengths), by_hand(scores_before, lengths))
    assert_unchanged(scores, scores_before)
    assert_unchanged(lengths, lengths_before)
