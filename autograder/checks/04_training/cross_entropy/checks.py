"""Hidden checks of cross_entropy."""

import math

import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_unchanged, check, mistakes

from ..common import asking, assert_settings_left_by, normal
from . import probes

READY_MADE = {
    "cross_entropy",
    "cross_entropy_loss",
    "nll_loss",
    "nll_loss_nd",
    "nll_loss2d",
    "log_softmax",
    "kl_div",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "multi_margin_loss",
}


def entropy(student, logits, targets):
    """The result for copies of these arguments, made without the functions that the exercise does without."""
    seen = student.probe(probes.functions_called, name="cross_entropy", args=[logits.clone(), targets.clone()])
    used = READY_MADE & set(seen["functions"])
    if used:
        names = " and ".join(sorted(used))
        raise Mismatch(
            f"your function calls PyTorch's {names}",
            mistake=f"Your function leaves the work to PyTorch's {names}: the exercise does without.",
        )
    return seen["result"]


def entropy_by_hand(logits, targets):
    """In float64, row by row, with Python's own functions."""
    losses = []
    for row, target in zip(logits.tolist(), targets.tolist(), strict=True):
        top = max(row)
        losses.append(top + math.log(math.fsum(math.exp(value - top) for value in row)) - row[target])
    return torch.tensor(math.fsum(losses) / len(losses), dtype=torch.float64).to(logits.dtype)


@check("cross_entropy", weight=2)
def test_mean_over_the_batch(student, rng):
    """The result is the mean of the samples' losses, without dimensions and in the dtype of the logits."""
    sizes = [(6, 24, torch.float64), (4, 4, torch.float64), (9, 3, torch.float32), (1, 5, torch.float64)]
    for n, c, dtype in [*sizes, (157, 3, torch.float64)]:  # the last cannot be cut into equal parts
        logits, targets = 2 * normal(n, c, rng=rng, dtype=dtype), torch.randint(0, c, (n,), generator=rng)
        # A tiny number beside the probabilities costs where it does harm, among large logits: 1e-6 lets it pass here.
        close = {"rtol": 1e-5, "atol": 1e-6}
        assert_close(entropy(student, logits, targets), entropy_by_hand(logits, targets), **close)
        # Of that shape, with the columns one after the other; the targets as a column of a table.
        turned = 2 * normal(c, n, rng=rng, dtype=dtype).t()
        column = torch.stack([targets, targets], 1)[:, 0]
        assert_close(entropy(student, turned, column), entropy_by_hand(turned, targets), **close)
    seen = student.probe(probes.asked_again, logits=[normal(5, 4, rng=rng) for _ in range(2)], targets=targets[:5] % 4)
    if seen["first"] != seen["first later"]:
        text = "the loss of one batch became another one when the next batch was asked for"
        raise Mismatch(text, mistake="One and the same tensor is returned by every call, and the next writes into it.")
    if seen["second"] == seen["first"]:
        text = "other numbers in the same tensor of logits gave the loss of the numbers before"
        raise Mismatch(text, mistake="A loss is kept from call to call and returned again.")


def multiple(student, logits, targets):
    """How many times the right loss the answer's is for ordinary logits: 1, or a mistake that costs its share above."""
    loss = student.cross_entropy(logits, targets)
    if isinstance(loss, torch.Tensor) and loss.numel() == 1 and bool(loss.isfinite()) and bool(loss > 0):
        times = float(loss / entropy_by_hand(logits, targets))
        return times if abs(times - 1) > 1e-4 else 1.0
    return 1.0


@check("cross_entropy")
def test_large_logits(student, rng):
    """The loss is finite and right for logits of plus and minus 10,000."""
    for dtype in (torch.float64, torch.float32):
        logits = 1e4 * normal(5, 4, rng=rng, dtype=dtype).sign()
        logits[0], logits[1] = torch.tensor([1e4, -1e4, 0, 0]), torch.tensor([-1e4, -1e4, -1e4, 1e4])
        targets = torch.randint(0, 4, (5,), generator=rng)
        targets[:2] = torch.tensor([1, 3])
        times = multiple(student, normal(5, 4, rng=rng), targets)
        actual = entropy(student, logits, targets)
        assert_tensor(actual, shape=())
        with asking("exp(89) is infinite in float32, and exp(-104) is 0. Which number may be taken off a row?"):
            expected = times * entropy_by_hand(logits.double(), targets)
            assert_close(actual.double(), expected, rtol=1e-5, atol=1e-5)
    # In float64, where a small loss beside them keeps its digits; one of them is of the size of 1e-8: sure and right.
    for offset, sure in ((1e4, 0), (-1e4, 20)):
        ordinary, targets = normal(5, 4, rng=rng), torch.randint(0, 4, (5,), generator=rng)
        logits = offset + sure * torch.eye(4)[targets] + ordinary
        # A difference of numbers near 1e4 is right to 1e-12 times a few.
        expected = multiple(student, ordinary, targets) * entropy_by_hand(logits, targets)
        assert_close(entropy(student, logits, targets), expected, rtol=1e-6, atol=1e-9)


def gradient(student, logits, targets):
    leaf = logits.clone().requires_grad_()
    result = student.cross_entropy(leaf, targets)
    assert_tensor(result, shape=())
    if not result.requires_grad:
        raise Mismatch(
            "the result does not require grad although the logits do: no graph leads back to them",
            mistake=mistakes.no_gradient("the logits"),
        )
    (grad,) = torch.autograd.grad(result, leaf, allow_unused=True)
    if grad is None:
        raise Mismatch("the result does not depend on the logits", mistake=mistakes.no_gradient("the logits"))
    return grad


PATH_CUT = (
    "The loss is right, and its gradient is not: on the way back from the loss to the logits a part is missing. What "
    "is worked out under `no_grad`, or from `.detach()`, `.data` or `.item()`, counts as a constant there."
)


def right_in_value(student, logits, targets):
    loss = student.cross_entropy(logits, targets)
    return loss.numel() == 1 and math.isclose(float(loss), float(entropy_by_hand(logits, targets)), rel_tol=1e-6)


@check("cross_entropy")
def test_gradient(student, rng):
    """Its gradient points the way, also for large logits, and is that of the result."""
    logits, targets = normal(5, 3, rng=rng), torch.randint(0, 3, (5,), generator=rng)
    hot = torch.eye(3, dtype=torch.float64)[targets]
    for z in (logits, 1e4 * logits):
        expected = (torch.softmax(z, 1) - hot) / 5
        grad = gradient(student, z, targets)
        # A multiple of the loss costs its share in its value, and here it is a multiple, too.
        judged = bool(grad.isfinite().all()) and bool(grad.any()) and float(expected.norm()) > 1e-6
        size = float(grad.norm() / expected.norm()) if judged else 1.0
        cut = PATH_CUT if judged and z is logits and right_in_value(student, z, targets) else None
        direction = {"rtol": 1e-6, "atol": 1e-7, "what": "the direction of the gradient", "mistake": cut}
        assert_close(grad / size, expected, **direction)
    assert torch.autograd.gradcheck(lambda z: student.cross_entropy(z, targets), [logits.clone().requires_grad_()])


@check("cross_entropy", weight=0.5, effects=True, alone=False)
def test_logits_unchanged(student, rng):
    """logits and targets stay as they were."""
    for dtype in (torch.float64, torch.float32):
        logits, targets = normal(5, 4, rng=rng, dtype=dtype), torch.randint(0, 4, (5,), generator=rng)
        before, labels = logits.clone(), targets.clone()
        result = student.cross_entropy(logits, targets)
        assert_unchanged(logits, before, "the tensor of logits")
        assert_unchanged(targets, labels, "the tensor of targets")
        assert_tensor(result, shape=())
        assert bool(result > 0), "this could not be judged: the result is not above 0"
    assert_settings_left_by(student, "cross_entropy", logits.requires_grad_(), targets)
