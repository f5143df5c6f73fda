"""What the probes of several exercises of 03_modules share: it runs beside the student's code and knows no answer."""

import torch


def results(student, name, calls):
    """What a function of the student's returns for each list of arguments."""
    function = getattr(student, name)
    return [function(*args) for args in calls]


def _drawn_after(seed, act):
    """Seed the global generator, act, and draw; what came of it, and the numbers drawn."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return act(), torch.rand(4)


def _state(model):
    named = [*model.named_parameters(), *model.named_buffers()]
    return {name: value.detach().clone() for name, value in named}


def _flags(model):
    return {name: parameter.requires_grad for name, parameter in model.named_parameters()}


def _modes(model):
    return {name: module.training for name, module in model.named_modules()}
