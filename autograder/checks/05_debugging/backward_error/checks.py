"""Hidden checks of backward_error."""

import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_unchanged, check, mistakes

from ..again import assert_globals_unchanged
from ..common import EXACT, normal


def attended(scores, values):
    return (scores - scores.amax(1, keepdim=True)).softmax(1) @ values


def attention_gradients(student, scores, values, rng, judged=("scores", "values")):
    """The result, after the gradients (of those judged) of a weighted sum of it were found right."""
    leaves = [scores.clone().requires_grad_(), values.clone().requires_grad_()]
    result = student.attend(*leaves)
    assert_tensor(result, shape=(len(scores), values.shape[1]))
    if not result.requires_grad:
        raise Mismatch(
            "the result does not require grad although scores and values do: no graph leads back",
            mistake=mistakes.no_gradient("scores and values"),
        )
    upstream = normal(*result.shape, rng=rng, dtype=scores.dtype)
    found = torch.autograd.grad(result, leaves, upstream, allow_unused=True)
    for grad, name in zip(found, ("scores", "values"), strict=True):
        if grad is None and name in judged:
            raise Mismatch(f"no gradient reaches {name}", mistake=mistakes.no_gradient(name))
    twins = [scores.clone().requires_grad_(), values.clone().requires_grad_()]
    expected = torch.autograd.grad(attended(*twins), twins, upstream)
    for grad, right, name in zip(found, expected, ("scores", "values"), strict=True):
        if name in judged:
            # What is added to the sum, or calculated in float32, has cost its share in the result. Where a row has one
            # score only, its gradient is 0: what two equal products leave of each other, up to their last bits.
            size = max(float(right.abs().max()), 1e-6 * float(upstream.abs().max() * values.abs().max()))
            assert_close(grad, right, rtol=1e-4, atol=1e-4 * size, what=f"the gradient of {name}")
    return result.detach()


def ordinary(rng):
    """Scores and values of several sizes and of both dtypes."""
    sizes = [(3, 5, 2), (4, 4, 4), (1, 6, 3), (5, 1, 2), (3, 4, 1)]
    for (n, t, d), dtype in [*((size, torch.float64) for size in sizes), ((3, 4, 2), torch.float32)]:
        yield 2 * normal(n, t, rng=rng, dtype=dtype), normal(t, d, rng=rng, dtype=dtype)
    yield normal(3, 5, rng=rng), 1e4 * normal(5, 2, rng=rng)


@check("backward_error", weight=0.75, alone=False)
def test_attention(student, rng):
    """The weighted means are right."""
    for scores, values in ordinary(rng):
        assert_close(student.attend(scores, values), attended(scores, values))


@check(
    "backward_error",
    weight=1.25,
    hint="The message names the operation whose result was changed. Which line writes into it?",
)
def test_gradient_of_the_scores(student, rng):
    """The gradient of scores is right."""
    for scores, values in ordinary(rng):
        attention_gradients(student, scores, values, rng, ("scores",))


@check(
    "backward_error",
    weight=0.75,
    hint="The message names the operation whose result was changed. Which line writes into it?",
)
def test_gradient_of_the_values(student, rng):
    """The gradient of values is right."""
    for scores, values in ordinary(rng):
        attention_gradients(student, scores, values, rng, ("values",))


@check("backward_error")
def test_attention_to_large_scores(student, rng):
    """For scores of plus and minus 2000, means and gradients are finite and right."""
    for sign in (1, -1):
        scores, values = sign * 2000 + normal(4, 5, rng=rng), normal(5, 3, rng=rng)
        scores[0, 2] = -sign * 2000
        found = attention_gradients(student, scores, values, rng)
        # Numbers near 2000 are right to 2e-4 in float32, whose dtype has cost its share.
        assert_close(found.double(), attended(scores, values), rtol=1e-3, atol=1e-3)


@check("backward_error", weight=0.5, effects=True, alone=False)
def test_attention_leaves_its_input(student, rng):
    """scores and values keep their values, whether they require grad or not, and backward works."""
    # What converts to a dtype of its own copies the tensors of all others, and works on those of that dtype.
    for dtype in (torch.float64, torch.float32):
        scores, values = (normal(*size, rng=rng, dtype=dtype) for size in ((3, 5), (5, 2)))
        before = scores.clone(), values.clone()
        student.attend(scores, values)
        assert_unchanged(scores, before[0], "the tensor of scores")
        assert_unchanged(values, before[1], "the tensor of values")
        leaves = scores.clone().requires_grad_(), values.clone().requires_grad_()
        result = student.attend(*leaves)
        assert_tensor(result, shape=(3, 2))
        (result * result).sum().backward()
        for leaf, old, name in zip(leaves, before, ("scores", "values"), strict=True):
            assert_close(leaf.detach(), old, **EXACT, what=f"the tensor of {name} after the call")
            assert leaf.grad is not None, f"this could not be judged: no gradient reaches {name}"
    assert_globals_unchanged(student, "attend", *(leaf.detach().requires_grad_() for leaf in leaves))
