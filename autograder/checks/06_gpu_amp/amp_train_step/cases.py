"""What is trained on, the step that must come of it, and how far another one is from it."""

import copy
import math

from torch import nn

from autograder.expect import Mismatch

from ..common import a_classifier, a_line, class_batches, exact, number_batches, sharing_line, token_case


def true_step(case, share):
    """The length of the gradient of the first batch, and the weights after one clipped step of plain SGD, in float64.

    `share` is max_norm as a share of that length.
    """
    model, ((x, y), *_), criterion, (_, options) = case
    model = copy.deepcopy(model).double()
    x, y = exact((x, y))
    criterion(model(x), y).backward()
    norm = math.sqrt(sum(float(p.grad.square().sum()) for p in model.parameters()))
    factor = min(1.0, share) * options["lr"]
    return norm, {name: p.detach() - factor * p.grad for name, p in model.named_parameters()}


def whole(batches):
    return [(x, (4 * y).round()) for x, y in batches]


def amp_case(rng, kind):
    """Of several kinds, with an optimizer whose step is the gradient times lr.

    Targets are whole numbers, or classes: what somebody makes of y changes little, and costs where y itself is judged.
    """
    if kind == "tokens":
        model, batches, criterion = token_case([12], rng)
        return (model, whole(batches), criterion, ("SGD", {"lr": 0.25}))
    if kind == "classes":
        return (a_classifier(rng), class_batches([16], rng), nn.CrossEntropyLoss(), ("SGD", {"lr": 0.5}))
    model = sharing_line(rng) if kind == "shared" else a_line(rng)
    return (model, whole(number_batches([12], rng)), nn.MSELoss(), ("SGD", {"lr": 0.25}))


def assert_update(seen, before, expected, what):
    """The weights have moved as they must, up to a tenth of the way, which is more than bfloat16 takes."""
    for name, right in expected.items():
        old = before[name].double()
        mine, wanted = seen["state"][name].double() - old, right.double() - old
        if not mine.isfinite().all():
            raise Mismatch(f"{what}, {name} is infinite or NaN")
        if not (mine - wanted).norm() <= 0.1 * wanted.norm() + 1e-6:
            text = f"{what}, the step of {name} is wrong{amp_clue(mine, wanted, seen['log'])}"
            raise Mismatch(text, shows=mine)


def amp_clue(mine, wanted, log):
    """What is known about a wrong step; never by how much it is wrong."""
    if not mine.any():
        return ": it has not moved at all"
    if "clip" in log and "unscale_" not in log[: log.index("clip")]:
        return ". The gradients were clipped while they were still scaled: between backward and unscale_"
    along = float((mine * wanted).sum() / (mine.norm() * wanted.norm()))
    length = float(mine.norm() / wanted.norm())
    if along > 0.99:
        return ": it is far too " + ("long" if length > 1 else "short")
    return ""
