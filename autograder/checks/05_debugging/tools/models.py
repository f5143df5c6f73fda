"""Models whose gradients are reported, and whose numbers are looked at."""

from torch import nn

from autograder.expect import Mismatch

from ..common import with_weights
from . import probes


def nested(rng):
    """A model whose names have one or two numbers: 0.weight, 1.0.weight, 1.2.weight, 3.weight …"""
    inner = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2, bias=False))
    return with_weights(nn.Sequential(nn.Linear(2, 3), inner, nn.Tanh(), nn.Linear(2, 3)).double(), rng)


def reported(student, model, grads):
    return student.probe(probes.gradients_reported, model=model, grads=grads)


def finiteness(student, model, spoiled, missing=()):
    return student.probe(probes.finiteness, model=model, spoiled=list(spoiled), missing=list(missing))


def assert_accused(student, model, spoiled, missing=()):
    """A ValueError that names the first of the spoiled parameters, which the model has in that order."""
    seen = finiteness(student, model, spoiled, missing)
    names = [name for name, _ in model.named_parameters()]
    culprit = min((name for name, _, _ in spoiled), key=names.index)
    if not seen["raised"]:
        raise Mismatch(f"the {spoiled[0][1]} of a parameter is not finite, and no ValueError is raised")
    assert "ValueError" in seen["raised"], f"it raised {seen['raised'][0]}; a ValueError is asked for"
    others = [name for name in names if name not in culprit and name in seen["message"]]
    if culprit not in seen["message"]:
        raise Mismatch(f"the message names {'another' if others else 'no'} parameter; it must name the first culprit")
