"""Hidden checks of hesitant_classifier."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, check, mistakes

from ..answers import assert_of_one_answer
from ..common import (
    CUT_OFF,
    assert_direction,
    assert_gradients,
    assert_surroundings,
    classes,
    entropy,
    gradients_by_hand,
    loss_seen,
    normal,
    number,
    perceptron,
    with_batch_norm,
)


def identity(size, dtype=torch.float64):
    """A model whose logits are its input."""
    layer = nn.Linear(size, size, bias=False).to(dtype)
    nn.init.eye_(layer.weight)
    return layer


def looking_at_all_rows(*sizes, rng):
    return with_batch_norm(*sizes, dropout=0.0, rng=rng)


def multiple(loss, x, y):
    """How many times the cross-entropy a loss of ordinary logits is; that it is to be once is judged elsewhere."""
    if isinstance(loss, torch.Tensor) and loss.numel() == 1 and loss.isfinite().all() and loss.item() > 0:
        return loss.item() / entropy(x, y).item()
    return 1.0


@check(
    "hesitant_classifier",
    weight=1.5,
    hint="What does the loss function expect of the model, and what does it do with that itself?",
)
def test_cross_entropy_of_logits(student, rng):
    """The loss is the mean cross-entropy of the model's logits, and its gradient reaches the model."""
    sizes = [(6, 4, torch.float64), (4, 4, torch.float64), (1, 3, torch.float64), (9, 5, torch.float32)]
    for n, count, dtype in [*sizes, (70, 2, torch.float64)]:
        model, x = perceptron(3, 5, count, rng=rng, dtype=dtype), normal(n, 3, rng=rng, dtype=dtype)
        # In a batch of four, not every class occurs, and the last one does not.
        y = torch.randint(0, count - (n == 4), (n,), generator=rng)
        expected, grads = gradients_by_hand(model, entropy, x, y)
        seen = loss_seen(student, "classifier_loss", model, x, y)
        # A tiny number beside the probabilities costs where it does harm, among large logits: 1e-6 lets it pass here.
        assert_close(seen["loss"], expected, rtol=1e-5, atol=1e-6, what="the loss")
        assert_gradients(seen, grads, rtol=1e-5, atol=1e-6)


@check("hesitant_classifier", hint="Which numbers does the loss expect of the model: what do its gradients say?")
def test_model_is_pulled_towards_the_classes(student, rng):
    """A step against the gradients is that of the cross-entropy, whatever multiple of it the loss is."""
    for n, count, make in ((8, 4, perceptron), (5, 3, perceptron), (30, 2, perceptron), (7, 3, looking_at_all_rows)):
        model, x = make(3, 5, count, rng=rng), normal(n, 3, rng=rng)
        y = torch.randint(0, count, (n,), generator=rng)
        seen = loss_seen(student, "classifier_loss", model, x, y)
        assert_direction(seen, gradients_by_hand(model, entropy, x, y)[1])


@check("hesitant_classifier", hint="exp(104) is infinite in float32, and exp(-104) is 0. Where does your code need it?")
def test_large_logits(student, rng):
    """The loss is finite and right for logits of plus and minus 10,000."""
    x = 1e4 * normal(6, 4, rng=rng).sign()
    x[0], x[1] = torch.tensor([1e4, -1e4, 0, 0]), torch.tensor([-1e4, -1e4, -1e4, 1e4])
    y = torch.randint(0, 4, (6,), generator=rng)
    y[:2] = torch.tensor([1, 3])
    x[2] = -1e4  # far below the largest logit of the other rows, and no class is ahead
    small = normal(6, 4, rng=rng)
    for dtype in (torch.float64, torch.float32):
        times = multiple(
            loss_seen(student, "classifier_loss", identity(4, dtype), small.to(dtype), y)["loss"], small, y
        )
        shifted = small + 5000 * torch.tensor([[1.0], [-1.0]], dtype=small.dtype).repeat(3, 1)
        for one in (shifted[::2], shifted[1::2]):  # all of a row's logits are large, and near each other
            loss = loss_seen(student, "classifier_loss", identity(4, dtype), one.to(dtype), y[:3])["loss"]
            found = number(loss, "the loss of logits that are all large") / times
            # A logit near 5000 is right to 2e-4 in float32.
            right = entropy(one.to(dtype).double(), y[:3]).item()
            assert_close(found, right, rtol=1e-4, atol=1e-4, what="the loss of logits that are all large")
        seen = loss_seen(student, "classifier_loss", identity(4, dtype), x.to(dtype), y)
        assert_close(number(seen["loss"], "the loss") / times, entropy(x, y).item(), what="the loss")
        if not seen["requires grad"]:
            raise Mismatch(CUT_OFF, mistake=mistakes.no_gradient("the model's weights"))


@check("hesitant_classifier", weight=0.5)
def test_classifier_gradients(student, rng):
    """The gradients of the loss reach the model, and are right, in either mode; all else stays as it was."""
    in_use = with_batch_norm(3, 5, 4, dropout=0.5, rng=rng).eval()  # neither dropout nor the statistics of this batch
    for model in (perceptron(3, 5, 4, rng=rng), in_use, perceptron(3, 5, 4, rng=rng, bent=True)):
        x, y = normal(8, 3, rng=rng), classes(8, 4, rng)
        _, grads = gradients_by_hand(model, entropy, x, y)
        seen = loss_seen(student, "classifier_loss", model, x, y)
        assert_gradients(seen, grads)
        assert_surroundings(seen)
    assert_of_one_answer(student, "classifier_loss", entropy, x, y, (3, 5, 4), rng)
