"""Hidden checks of sudden_nan."""

import math

import torch

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_unchanged, check, mistakes, unhinted

from ..again import assert_globals_unchanged
from ..common import EXACT, normal
from . import probes


def rows_with_zeros(n, d, rng, dtype, sizes=(1.0,)):
    """Rows of the given orders of size, some of them 0, and some zeros in others."""
    x = normal(n, d, rng=rng, dtype=dtype).clamp(-3, 3)
    x = torch.where(x.abs() < 0.1, x.sign() * 0.1, x)
    x = x * torch.tensor([sizes[i % len(sizes)] for i in range(n)], dtype=dtype)[:, None]
    x[1, 0] = 0
    x[n // 2] = 0
    return x


def lengths_by_hand(x):
    return torch.tensor([math.hypot(*row) for row in x.tolist()], dtype=torch.float64)


def lengths_and_gradients(student, x, upstream):
    """The lengths, and the gradients of a weighted sum of them. Their dtype is judged once, in the first check."""
    leaf = x.clone().requires_grad_()
    result = student.lengths(leaf)
    with unhinted():
        assert_tensor(result, shape=(len(x),))
    if not result.requires_grad:
        text = "the result does not require grad although x does: no graph leads back to it"
        raise Mismatch(text, mistake=mistakes.no_gradient("x"))
    (grad,) = torch.autograd.grad(result, leaf, upstream.to(result.dtype), allow_unused=True)
    if grad is None:
        raise Mismatch("no gradient reaches x", mistake=mistakes.no_gradient("x"))
    return result.detach(), grad


def assert_zeros_alone_are_zero(result, lengths):
    """A row of zeros has the length 0, and no other row has; NaN and values are judged elsewhere."""
    lost = (result == 0) & (lengths > 0)
    if lost.any():
        with unhinted():
            raise Mismatch(
                f"{int(lost.sum())} rows that do not consist of zeros have the length 0",
                shows=lost.tolist(),
                mistake="Rows that do not consist of zeros are taken for such, and get the length 0.",
            )


def taken_off(result, lengths):
    """What is to be said where √(r² + s²) − s is given for a length r, with one number s for all rows; else None."""
    if not result.is_floating_point():
        return None
    found = result.double()
    # Below that, the last bits of a result say more than s does.
    off = (lengths > 0) & (found > 0) & ((found / lengths - 1).abs() > 1e3 * torch.finfo(result.dtype).eps)
    away = ((lengths**2 - found**2) / (2 * found))[off]
    if off.sum() < 3 or not bool((away > 0).all()) or float(away.max() - away.min()) > 1e-2 * float(away.max()):
        return None
    return (
        "Something is taken off every length, so that a row of zeros has the length 0. All other rows are too short "
        "by it, and the shorter a row is, the more that says. What does a length need beside the row's own numbers?"
    )


def assert_lengths(student, x, rng, rtol, rows=slice(None)):
    """Values of some rows relative to each length, however small it is, and gradients of all; 0 where the row is 0."""
    upstream = normal(len(x), rng=rng).sign().to(x.dtype) * 2
    result, grad = lengths_and_gradients(student, x, upstream)
    lengths = lengths_by_hand(x)
    assert_zeros_alone_are_zero(result, lengths)
    scale = torch.where(lengths == 0, 1.0, lengths)
    assert_close(
        (result.double() / scale)[rows],
        (lengths / scale)[rows],
        rtol=rtol,
        atol=0,
        what="the result (relative to the length)",
        mistake=taken_off(result, lengths),
    )
    expected = upstream.double()[:, None] * x.double() / scale[:, None]
    assert_close(grad.double(), expected, rtol=rtol, atol=rtol, what="the gradient")


@check(
    "sudden_nan",
    hint="Both branches of `where` are computed, and backward goes through both. What is 0 times infinity?",
)
def test_gradient_beside_zeros(student, rng):
    """Beside rows of zeros, whose gradient is 0, the other rows have their lengths, and gradients along themselves."""
    for n, d in [(6, 3), (20, 2), (5, 4)]:
        x = rows_with_zeros(n, d, rng, torch.float64)
        x[1, 0] = 1.0  # single zeros and short rows are judged elsewhere, and so is the last digit
        kept = x.abs().sum(1) > 0
        upstream = normal(n, rng=rng).sign()
        result, grad = lengths_and_gradients(student, x, upstream)
        close = {"rtol": 1e-4, "atol": 1e-4}
        assert_close(grad[~kept], torch.zeros_like(x[~kept]), **close, what="the gradient of a row of zeros")
        assert_close(result.double()[kept], lengths_by_hand(x)[kept], **close, what="the length of another row")
        along = grad / grad.norm(dim=1, keepdim=True).clamp(min=1e-3)
        right = upstream[:, None] * x / lengths_by_hand(x).clamp(min=1e-3)[:, None]
        assert_close(along[kept], right[kept], **close, what="the direction of another row's gradient")
    found = student.probe(probes.gradient_of_what_x_comes_from, source=x, upstream=upstream)
    if found is None:
        raise Mismatch("where x was calculated, no gradient reaches what it was calculated from")
    what = "the gradient, at a row of zeros, of what x was calculated from"
    assert_close(found[~kept], torch.zeros_like(x[~kept]), **close, what=what)


@check("sudden_nan", hint="What does the root give back for a row, and what is the dtype of all that it is made of?")
def test_lengths_and_gradients(student, rng):
    """A row's gradient is the row divided by its length, and 0 for a row of zeros; the dtype is that of x."""
    for n, d in [(6, 3), (5, 1), (4, 4), (40, 2)]:
        x = rows_with_zeros(n, d, rng, torch.float64)
        if d == 2:
            x[-1] = torch.tensor([2.0, -2.0])  # adds up to 0 and is none
        assert_lengths(student, x, rng, 1e-9)
    for dtype in (torch.float64, torch.float32):
        x = rows_with_zeros(5, 2, rng, dtype).requires_grad_()
        with unhinted():
            assert_tensor(student.lengths(x), shape=(5,), dtype=dtype)


@check("sudden_nan", hint="What is added to keep away from 0 is small only beside larger numbers.")
def test_short_and_long_rows(student, rng):
    """Rows of any size are right, from 1e-6 to 1e6, beside a row of zeros: nothing is added to them."""
    sizes = (1e-3, 1e3, 1.0, 2e-5, 3e5)
    for n, d, dtype in [(10, 3, torch.float64), (11, 4, torch.float32)]:
        x = rows_with_zeros(n, d, rng, dtype, sizes)
        x[0] = 1e-6 * x[0].sign()  # the shortest that the statement allows
        assert_lengths(student, x, rng, 1e-5, rows=x.abs().sum(1) > 0)


ADDED = "A small number is added under the root: a row of zeros has a length then, and short rows are too long."
ONE_FOR_ALL = "Below a bound, all rows get one and the same length, rows of zeros as well."


def assert_short_rows(student, zeros):
    """Where rows of zeros have a length of their own, rows half as long as that show where it comes from.

    Whatever number keeps the root away from 0: clamped, such a row is twice too long; with ε added under the root, √5
    times, since its square is ε/4. Returns the mistake that this shows.
    """
    ones = torch.ones(len(zeros), dtype=zeros.dtype)
    floor = float(lengths_and_gradients(student, zeros, ones)[0][0])
    if not math.isfinite(floor) or floor <= 0:
        return None
    x = zeros.clone()
    x[:, 1] = floor / 2
    result, grad = lengths_and_gradients(student, x, ones)
    times = result / x[:, 1]
    mistakes_by_factor = {math.sqrt(5): ADDED, 2.0: ONE_FOR_ALL}
    fitting = [text for factor, text in mistakes_by_factor.items() if bool(((times - factor).abs() < 1e-3).all())]
    mistake = fitting[0] if fitting else None
    assert_close(times, ones, what="the result for short rows (relative)", mistake=mistake)
    assert_close(grad[:, 1], ones, what="the gradient for short rows", mistake=mistake)
    return mistake


@check("sudden_nan", weight=0.5)
def test_zeros_only(student, rng):
    """A batch of nothing but zeros has lengths 0 and gradients 0, in float32 and float64."""
    for n, dtype in ((3, torch.float32), (1, torch.float64)):
        x = torch.zeros(n, 4, dtype=dtype)
        mistake = assert_short_rows(student, x)
        result, grad = lengths_and_gradients(student, x, torch.ones(n, dtype=dtype))
        assert_close(result, torch.zeros(n, dtype=dtype), **EXACT, check_dtype=False, mistake=mistake)
        assert_close(grad, x, **EXACT, what="the gradient")
        # A function that is 0 everywhere is not what is asked for.
        x = rows_with_zeros(4, 2, rng, dtype)
        x[1, 0] = 1.0
        result, _ = lengths_and_gradients(student, x, torch.ones(4, dtype=dtype))
        assert_close(result.double(), lengths_by_hand(x), rtol=1e-5, atol=1e-6, mistake=mistake)
    assert_globals_unchanged(student, "lengths", x.requires_grad_())


@check("sudden_nan", weight=0.5, effects=True, alone=False)
def test_x_stays_as_it_is(student, rng):
    """Whether or not x requires grad, it has lengths, and stays as it is."""
    for dtype, learned in ((torch.float64, False), (torch.float32, True), (torch.float32, False)):
        x = rows_with_zeros(6, 3, rng, dtype).requires_grad_(learned)
        before = x.detach().clone().requires_grad_(learned)
        result = student.lengths(x)
        assert_tensor(result, shape=(6,))
        assert_unchanged(x, before, "your input x")
        if student.probe(probes.hooks_left, x=before):
            raise Mismatch(
                "after the call, a hook is on your input x",
                mistake="A hook stays on x. It changes every gradient that reaches x from then on, whoever asks.",
            )
