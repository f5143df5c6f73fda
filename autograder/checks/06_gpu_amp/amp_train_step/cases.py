"""What is trained on, and the step that must come of it."""

import copy
import math

from torch import nn

from ..common import a_classifier, a_line, class_batches, exact, number_batches


def true_step(case, share):
    """The length of the gradient of the first batch, and the weights after one clipped step of plain SGD, in float64.

    `share` is max_norm as a share of that length.
    """
    model, ((x, y), *_), criterion, (_, options) = case
    model = copy.deepcopy(model).double()
    criterion(model(x.double()), exact((y,))[0]).backward()
    norm = math.sqrt(sum(float(p.grad.square().sum()) for p in model.parameters()))
    factor = min(1.0, share) * options["lr"]
    return norm, {name: p.detach() - factor * p.grad for name, p in model.named_parameters()}


def amp_case(rng, kind):
    """Of two kinds, with an optimizer whose step is the gradient times lr."""
    if kind == "classes":
        return (a_classifier(rng), class_batches([16], rng), nn.CrossEntropyLoss(), ("SGD", {"lr": 0.5}))
    return (a_line(rng), number_batches([12], rng), nn.MSELoss(), ("SGD", {"lr": 0.25}))
