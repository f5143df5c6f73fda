"""Hidden checks of head_only_loss."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_unchanged, check

from ..common import assert_none_changed
from . import probes


def transfer_learning(rng, n=6, d=5, classes=3, normalised=False):
    """A backbone, a head, inputs and labels; the weights come from rng."""
    middle = nn.BatchNorm1d(4) if normalised else nn.Tanh()
    backbone = nn.Sequential(nn.Linear(d, 4), middle, nn.Linear(4, 7), nn.ReLU())
    head = nn.Sequential(nn.Linear(7, 5), nn.Tanh(), nn.Linear(5, classes))
    with torch.no_grad():
        for parameter in [*backbone.parameters(), *head.parameters()]:
            parameter.copy_(0.7 * torch.randn(parameter.shape, generator=rng))
    x = torch.randn(n, d, generator=rng)
    y = torch.randint(0, classes, (n,), generator=rng)
    return backbone, head, x, y


# float32 through four layers is right to 1e-6 of numbers of order 1; a wrong mode or loss is off by 0.01 and more.
NETWORK = {"rtol": 1e-4, "atol": 1e-5}


def loss_and_head_gradients(backbone, head, x, y):
    """From the class probabilities, in float64; the features are constants."""
    with torch.no_grad():
        features = backbone(x).double()
    parameters = [p.detach().double().requires_grad_() for p in head.parameters()]
    first, first_bias, second, second_bias = parameters
    logits = torch.tanh(features @ first.t() + first_bias) @ second.t() + second_bias
    loss = -logits.log_softmax(1)[range(len(y)), y].mean()
    return loss.item(), torch.autograd.grad(loss, parameters)


def head_step(student, parts, **how):
    """What the probe saw of one call and one backward, after a look at whether there is a loss to learn from."""
    backbone, head, x, y = parts
    seen = student.probe(probes.head_only_step, backbone=backbone, head=head, x=x, y=y, **how)
    try:
        assert_tensor(seen["loss"], shape=(), what="the loss")
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None
    assert seen["backward"] != "impossible", "the loss depends on no parameter that requires grad: backward cannot run"
    return seen


def assert_head_reached(seen):
    """The head got some gradient, so that it means something that the backbone got none."""
    reached = all(grad is not None and bool(grad.any()) for grad in seen["gradients"][1])
    assert reached, "this could not be judged: no gradient reached the head"


@check("head_only_loss")
def test_loss_value(student, rng):
    """The result is the mean cross-entropy of head(backbone(x)), a tensor without dimensions."""
    for n, d, classes in [(6, 5, 3), (1, 2, 4), (3, 3, 3)]:
        parts = transfer_learning(rng, n, d, classes)
        backbone, head, x, y = parts
        seen = student.probe(probes.head_only_step, backbone=backbone, head=head, x=x, y=y)
        expected = torch.tensor(loss_and_head_gradients(*parts)[0], dtype=torch.float32)
        assert_close(seen["loss"], expected, **NETWORK, what="the loss")


@check("head_only_loss", weight=2, hint="Up to where must the graph reach back from the loss, and where must it end?")
def test_head_gets_its_gradients(student, rng):
    """After backward, every parameter of the head has its gradient."""
    for n, d, classes in [(6, 5, 3), (1, 2, 4), (3, 3, 3)]:
        parts = transfer_learning(rng, n, d, classes)
        seen = head_step(student, parts)
        assert seen["backward"] is None, "backward() of your loss raised an error"
        for grad, expected in zip(seen["gradients"][1], loss_and_head_gradients(*parts)[1], strict=True):
            assert grad is not None, "a parameter of the head has no gradient after backward"
            assert_close(grad, expected.float(), **NETWORK, what="the gradient of a parameter of the head")
    parts = transfer_learning(rng)
    parts[1][0].bias.requires_grad_(False)
    seen = head_step(student, parts)
    reached = [grad is not None for grad in seen["gradients"][1]]
    right = reached == [p.requires_grad for p in parts[1].parameters()]
    assert right, "not exactly those parameters of the head that require grad have a gradient after backward"


@check("head_only_loss", weight=4)
def test_backbone_gets_none(student, rng):
    """After backward, the .grad of the backbone's parameters is what it was before: None, or an older gradient."""
    parts = transfer_learning(rng)
    seen = head_step(student, parts)
    assert_head_reached(seen)
    none = all(grad is None for grad in seen["gradients"][0])
    assert none, "after backward, parameters of the backbone have a .grad that they did not have before"

    old = [torch.randn(p.shape, generator=rng) for p in parts[0].parameters()]
    seen = head_step(student, parts, grads=old)
    assert_head_reached(seen)
    for grad, before in zip(seen["gradients"][0], old, strict=True):
        assert grad is not None, "the backbone's parameters had a .grad before the call, and have none now"
        assert_unchanged(grad, before, "the .grad that a parameter of the backbone had before the call")


@check("head_only_loss", hint="Somebody else may want to train the backbone next, or all of it but one layer.")
def test_flags_as_before(student, rng):
    """requires_grad of every parameter is as before, also where some were frozen already."""
    for frozen in (False, True):
        parts = transfer_learning(rng)
        if frozen:
            parts[0][0].requires_grad_(False)
            parts[1][0].bias.requires_grad_(False)
        seen = head_step(student, parts)
        for module, flags, name in zip(parts[:2], seen["flags"], ("backbone", "head"), strict=True):
            before = [p.requires_grad for p in module.parameters()]
            thawed = any(now and not then for now, then in zip(flags, before, strict=True))
            assert not thawed, f"parameters of the {name} that were frozen require grad now"
            kept = flags == before
            assert kept, f"parameters of the {name} do not require grad any more"


@check("head_only_loss")
def test_modes_and_weights_as_before(student, rng):
    """Both modules run in the mode they are in and stay in it; weights and global state stay as they were."""
    for training in (True, False):
        parts = transfer_learning(rng, normalised=True)
        backbone, head, *_ = parts
        with torch.no_grad():
            for _ in range(3):  # running statistics that are not those of this batch
                backbone(3 * torch.randn(8, 5, generator=rng) + 1)
        backbone.train(training)
        head.train(not training)
        seen = head_step(student, parts)
        modes = [[part.training for part in module.modules()] for module in (backbone, head)]
        assert seen["modes"] == modes, "a module is in another mode (train or eval) than before the call"
        weights = [p for module in (backbone, head) for p in module.parameters()]
        for now, before in zip([*seen["weights"][0], *seen["weights"][1]], weights, strict=True):
            assert_unchanged(now, before.detach(), "a parameter")
        assert_none_changed(seen["globals"])
        expected = torch.tensor(loss_and_head_gradients(*parts)[0], dtype=torch.float32)
        mode = "train" if training else "eval"
        assert_close(seen["loss"], expected, **NETWORK, what=f"the loss with a backbone in {mode} mode")
