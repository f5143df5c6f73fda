"""Models whose gradients are reported, and whose numbers are looked at."""

from torch import nn

from autograder.expect import Mismatch, assert_equal, decisive

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


def culprit_of(model, spoiled):
    """The first of the spoiled parameters in the model's order."""
    names = [name for name, _ in model.named_parameters()]
    return min((name for name, _, _ in spoiled), key=names.index)


def accused(model, spoiled, seen):
    """Whom a ValueError accuses: the culprit, where it is among the names, else the first name; None without any."""
    culprit = culprit_of(model, spoiled)
    return culprit if culprit in seen["named"] else next(iter(seen["named"]), None)


def assert_accused(student, model, *cases, missing=()):
    """In every case a ValueError that names the first of the spoiled parameters.

    All cases are tried before one is judged: who names another one now and then does not do so always.
    """
    tried = [finiteness(student, model, spoiled, missing) for spoiled in cases]
    for seen, spoiled in zip(tried, cases, strict=True):
        if not seen["raised"]:
            text = f"the {spoiled[0][1]} of a parameter is not finite, and no ValueError is raised"
            raise Mismatch(text, mistake=f"check_finite overlooks a {spoiled[0][1]} that is not finite.")
        assert "ValueError" in seen["raised"], f"it raised {seen['raised'][0]}; a ValueError is asked for"
    found = [accused(model, spoiled, seen) for spoiled, seen in zip(cases, tried, strict=True)]
    try:
        with decisive():  # what is judged here is told in words of its own
            assert_equal(found, [culprit_of(model, spoiled) for spoiled in cases], "the list of those named")
    except Mismatch:
        which = "no" if None in found else "another"
        raise Mismatch(f"the message names {which} parameter; it must name the first culprit") from None
