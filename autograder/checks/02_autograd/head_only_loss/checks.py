"""Hidden checks of head_only_loss."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_tensor, assert_unchanged, check, decisive, mistakes

from ..common import a_float, assert_no_hooks_left, assert_none_changed
from . import probes


def transfer_learning(rng, n=6, d=5, classes=3, normalised=False, plain=False, dtype=torch.float32):
    """A backbone, a head, inputs and labels; the weights come from rng. The features have either sign."""
    middle = nn.BatchNorm1d(4) if normalised else nn.ReLU()
    backbone = nn.Linear(d, 7) if plain else nn.Sequential(nn.Linear(d, 4), middle, nn.Linear(4, 7), nn.Tanh())
    head = nn.Sequential(nn.Linear(7, 5), nn.Tanh(), nn.Linear(5, classes))
    with torch.no_grad():
        for parameter in [*backbone.parameters(), *head.parameters()]:
            parameter.copy_(0.7 * torch.randn(parameter.shape, generator=rng))
    x = torch.randn(n, d, generator=rng)
    y = torch.randint(0, classes, (n,), generator=rng)
    return backbone.to(dtype), head.to(dtype), x.to(dtype), y


def sure_and_wrong(parts):
    """The head gives the class of the label a probability that rounds to 0, in float64 too."""
    backbone, head, x, _ = parts
    with torch.no_grad():
        logits = head(backbone(x))
        factor = 2000 / (logits.amax(1) - logits.amin(1)).amax()
        for parameter in head[2].parameters():
            parameter.mul_(factor)
    return backbone, head, x, logits.argmin(1)


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
        with decisive():
            assert_tensor(seen["loss"], shape=(), what="the loss")
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None
    if seen["backward"] == "impossible":
        raise Mismatch(
            "the loss depends on no parameter that requires grad: backward cannot run",
            mistake=mistakes.no_gradient("the parameters of the head"),
        )
    return seen


def assert_head_reached(seen):
    """The head got some gradient, so that it means something that the backbone got none."""
    reached = all(grad is not None and bool(grad.any()) for grad in seen["gradients"][1])
    assert reached, "this could not be judged: no gradient reached the head"


@check("head_only_loss")
def test_loss_value(student, rng):
    """The result is the mean cross-entropy of head(backbone(x)), a tensor without dimensions."""
    single, double = torch.float32, torch.float64
    # A backbone may be one layer, which has no parts to go through, and the network may be float64.
    cases = [(6, 5, 3, False, single), (1, 2, 4, False, single), (3, 3, 3, True, single), (4, 5, 3, False, double)]
    for n, d, classes, plain, dtype in cases:
        parts = transfer_learning(rng, n, d, classes, plain=plain, dtype=dtype)
        backbone, head, x, y = parts
        seen = student.probe(probes.head_only_step, backbone=backbone, head=head, x=x, y=y)
        expected = torch.tensor(loss_and_head_gradients(*parts)[0], dtype=dtype)
        assert_close(seen["loss"], expected, **(NETWORK if dtype == single else {}), what="the loss")
    parts = sure_and_wrong(transfer_learning(rng, dtype=double))
    seen = student.probe(probes.head_only_step, **dict(zip(("backbone", "head", "x", "y"), parts, strict=True)))
    expected = torch.tensor(loss_and_head_gradients(*parts)[0], dtype=double)
    assert_close(seen["loss"], expected, **NETWORK, what="the loss where it is large")
    backbone, head, x, y = parts = transfer_learning(rng)
    weight = torch.randn(backbone[0].weight.shape, generator=rng)
    how = dict(zip(("backbone", "head", "x", "y"), parts, strict=True))
    losses = student.probe(probes.loss_before_and_after, weight=weight, **how)
    for loss, words in zip(losses, ("the loss", "the loss after a weight of the backbone has changed"), strict=True):
        expected = torch.tensor(loss_and_head_gradients(backbone, head, x, y)[0], dtype=torch.float32)
        assert_close(loss, expected, **NETWORK, what=words)
        with torch.no_grad():
            backbone[0].weight.copy_(weight)


@check("head_only_loss", weight=0.5)
def test_backbone_that_returns_a_view(student, rng):
    """Both may be any modules: a backbone that ends with nn.Flatten returns a view, and a module may have hooks."""
    backbone, head, x, y = transfer_learning(rng, n=4, plain=True)
    parts = nn.Sequential(backbone, nn.Unflatten(1, (7, 1)), nn.Flatten()), head, x.t().contiguous().t(), y
    seen = head_step(student, parts)
    expected = torch.tensor(loss_and_head_gradients(*parts)[0], dtype=torch.float32)
    assert_close(seen["loss"], expected, **NETWORK, what="the loss with a backbone whose result is a view")
    backbone, head, x, y = transfer_learning(rng)
    factor = a_float(1.5, 3, rng)
    loss = student.probe(probes.loss_with_hooks, backbone=backbone, head=head, x=x, y=y, factor=factor)
    with torch.no_grad():
        expected = nn.functional.cross_entropy(factor * head(factor * backbone(x)), y)
    what = "the loss with hooks on the modules, which change what a call of them returns,"
    assert_close(loss.detach() if isinstance(loss, torch.Tensor) else loss, expected, **NETWORK, what=what)


@check("head_only_loss", weight=2)
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


@check("head_only_loss", weight=0.5)
def test_gradients_of_the_head_add_up(student, rng):
    """A .grad that the head has already is kept, and backward adds to it."""
    parts = transfer_learning(rng)
    old = [torch.randn(p.shape, generator=rng) for p in parts[1].parameters()]
    seen, without = head_step(student, parts, head_grads=old), head_step(student, parts)
    assert_head_reached(without)
    for grad, before, new in zip(seen["gradients"][1], old, without["gradients"][1], strict=True):
        assert grad is not None, "the head's parameters had a .grad before the call, and have none after backward"
        what = "the .grad of a parameter of the head that had one before, compared with the sum of the two,"
        assert_close(grad, before + new, **NETWORK, what=what)


@check("head_only_loss", weight=4, alone=False)
def test_backbone_gets_none(student, rng):
    """After backward, the .grad of the backbone's parameters is what it was before: None, or an older gradient."""
    backbone, *others = transfer_learning(rng, normalised=True)
    parts = nn.Sequential(*backbone[:2], backbone[2:]), *others  # parts within parts, of several kinds
    seen = head_step(student, parts)
    assert_head_reached(seen)
    reached = [grad is not None for grad in seen["gradients"][0]]
    if any(reached):
        raise Mismatch(
            "after backward, parameters of the backbone have a .grad that they did not have before",
            shows=reached,
            mistake="A path from the loss back to parameters of the backbone is left: what happens there is recorded, "
            "and nothing cuts it off from the head.",
        )

    old = [torch.randn(p.shape, generator=rng) for p in parts[0].parameters()]
    seen = head_step(student, parts, grads=old)
    assert_head_reached(seen)
    for grad, before in zip(seen["gradients"][0], old, strict=True):
        assert grad is not None, "the backbone's parameters had a .grad before the call, and have none now"
        assert_unchanged(grad, before, "the .grad that a parameter of the backbone had before the call")


@check("head_only_loss", alone=False)
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
            if thawed:
                text = f"parameters of the {name} that were frozen require grad now"
                raise Mismatch(text, mistake=mistakes.switched(f"parameters of the {name}"))
            if flags != before:
                text = f"parameters of the {name} do not require grad any more"
                raise Mismatch(text, mistake=mistakes.switched(f"parameters of the {name}"))
        assert not seen["x requires grad"], "the input x requires grad now, and did not before"
        # Whoever trains the backbone next finds nothing in the way.
        for grad, expected in zip(seen["trained afterwards"], backbone_gradients(*parts), strict=True):
            whole = (grad is None) == (expected is None)
            assert whole, "a later loss of the whole network does not reach the backbone's parameters as it would have"
            if expected is not None:
                what = "the gradient that a later loss of the whole network gives a parameter of the backbone"
                assert_close(grad, expected, **NETWORK, what=what)


def backbone_gradients(backbone, head, x, y):
    """What an ordinary loss gives the backbone's parameters; None for those that are frozen."""
    parameters = list(backbone.parameters())
    trained = [p for p in parameters if p.requires_grad]
    grads = iter(torch.autograd.grad(nn.functional.cross_entropy(head(backbone(x)), y), trained))
    return [next(grads) if p.requires_grad else None for p in parameters]


@check("head_only_loss", alone=False)
def test_modes_and_weights_as_before(student, rng):
    """Both modules run in the mode they are in and stay in it; weights, x, y and global state stay as they were."""
    for training in (True, False):
        backbone, head, x, y = transfer_learning(rng, classes=14, normalised=True)
        head = nn.Sequential(nn.BatchNorm1d(7), head)
        parts = backbone, head, 30 * x, 11 + y % 3
        with torch.no_grad():
            for _ in range(3):  # running statistics that are not those of this batch
                backbone(3 * torch.randn(8, 5, generator=rng) + 1)
                head(3 * torch.randn(8, 7, generator=rng) + 1)
        backbone.train(training)
        backbone[2].train(not training)  # parts of a module may be in another mode than the whole
        head.train(not training)
        seen = head_step(student, parts)
        modes = [[part.training for part in module.modules()] for module in (backbone, head)]
        if seen["modes"] != modes:
            raise Mismatch(
                "a module is in another mode (train or eval) than before the call",
                shows=seen["modes"],
                mistake="Your function switches a module, or a part of one, to `train()` or `eval()`, and does not put "
                "back what was there.",
            )
        weights = [p for module in (backbone, head) for p in module.parameters()]
        for now, before in zip([*seen["weights"][0], *seen["weights"][1]], weights, strict=True):
            assert_unchanged(now, before.detach(), "a parameter")
        for now, before, name in zip(seen["inputs"], parts[2:], "xy", strict=True):
            assert_unchanged(now, before, f"your input {name}")
        assert_none_changed(seen["globals"])
        assert_no_hooks_left(seen)
        with torch.no_grad():
            expected = nn.functional.cross_entropy(head(backbone(parts[2])), parts[3])
        one, other = ("train", "eval") if training else ("eval", "train")
        what = f"the loss with a backbone in {one} mode and a head in {other} mode"
        assert_close(seen["loss"], expected, **NETWORK, what=what)
