"""What the checks of the classes of 03_modules ask beside values: what a network shares, keeps, follows, lets out."""

import torch

from autograder.expect import Mismatch

from . import common_probes
from .common import LARGE, LIST_CHANGED, NETWORK, assert_attempted, assert_not_seeded, seeds

SHARED = (
    "Two networks of your class share parameters: who trains one changes the other. What is made once, with "
    "the class or in the default value of an argument, belongs to all of them; make layers in `__init__`."
)

CALLED = (
    "Calling your network passes by what is hooked onto it. nn.Module's `__call__` runs the hooks and your `forward`; "
    "it is not to be replaced."
)


def assert_all_else_left(student, name, args, x, shape, rng):
    """Making and calling a network seeds nothing, and leaves its input and PyTorch's settings as they were."""
    x = x.clone()
    x.view(-1)[::3] *= LARGE  # a limit shows itself in numbers beyond it
    seen = student.probe(common_probes.draws_after_making, name=name, args=args, x=x, seeds=seeds(rng))
    assert_attempted(seen["output"], shape)
    assert_not_seeded(seen["draws"])
    if seen["changed"]:
        changed = " and ".join(seen["changed"])
        mistake = f"Making or calling a network changes {changed} and leaves it so."
        raise Mismatch(f"making and calling a network changed {changed}", mistake=mistake)
    if seen["shared"]:
        raise Mismatch("two networks that were made one after the other have a parameter in common", mistake=SHARED)
    if not seen["hooked"]:
        raise Mismatch("what is hooked onto a network does not run when the network is called", mistake=CALLED)


LIST_KEPT = (
    "Your network keeps the caller's list and asks it again at each call: when the caller changes that list, the "
    "network becomes another one, or fails. Keep a copy, or nothing but the layers."
)


def assert_sizes_left(student, name, sizes):
    """Making a network leaves the list of sizes as it was, and the network no longer asks it."""
    seen = student.probe(common_probes.sizes_after, name=name, sizes=list(sizes))
    if not seen["parameters"]:
        raise Mismatch("this could not be judged: the network has no parameters")
    if seen["sizes"] != list(sizes):
        raise Mismatch("the list of sizes that was handed in has changed", shows=seen["sizes"], mistake=LIST_CHANGED)
    if not seen["kept"]:
        text = "when its caller changes the list of sizes later, the network no longer answers as before"
        raise Mismatch(text, mistake=LIST_KEPT)


def assert_modes_from_outside(student, name, args, x, drops):
    """A network that is part of another one goes into evaluation mode and back with it."""
    seen = student.probe(common_probes.modes_from_outside, name=name, args=args, x=x)
    followed = [_evaluates(answers[:3]) and not (drops and torch.equal(*answers[3:])) for answers in seen]
    if followed == [True, False]:  # what its own eval() and train() do is judged elsewhere
        raise Mismatch("the mode of a model that the network is a part of does not reach it", mistake=FROM_OUTSIDE)


def _evaluates(answers):
    """Whether an answer does not depend on chance, nor on the other rows."""
    one, other, two = answers
    return torch.equal(one, other) and torch.allclose(two, one[:2], NETWORK["rtol"], NETWORK["atol"])


FROM_OUTSIDE = (
    "As a part of another model, your network does not follow that model's eval() and train(), which call "
    "`train(False)` and `train(True)` of every part and set its flag `training`."
)


def assert_nothing_behind(module, x, bias):
    """An infinite bias of the last layer makes infinite outputs, unless something behind it makes others of them.

    Comes last in its check: of answers that are wrong for another reason it says nothing new.
    """
    if bias is None:
        return
    with torch.no_grad():
        kept = bias.clone()
        bias.fill_(float("inf"))
        y = module(x)
        bias.copy_(kept)
    if isinstance(y, torch.Tensor) and y.isfinite().all():
        mistake = REPLACED if y.unique().numel() == 1 else None
        raise Mismatch("where the last layer's bias is infinite, the result is not", mistake=mistake)


REPLACED = (
    "Infinite outputs all come out as one finite number: something behind the last layer replaces or limits them."
)
