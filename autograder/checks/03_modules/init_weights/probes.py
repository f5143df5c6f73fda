"""Probes of init_weights: they run beside the student's code, observe, and know no answer."""

import copy

import torch
from torch import nn

from ..common_probes import (
    _changed,
    _drawn_after,
    _flags,
    _hooks_and_gradients,
    _modes,
    _recording_after,
    _settings,
    _state,
)


def draws_after_initialising(student, model, seeds):
    """Initialise a copy of the model after each seed; the weights of each copy, and what the generator gives next."""

    def act():
        mine = copy.deepcopy(model)
        student.init_weights(mine)
        return _state(mine)

    settings = _settings()
    seen = [_drawn_after(seed, act) for seed in seeds]
    changed = _changed(settings) or _recording_after(act)
    return {"changed": changed, "states": [state for state, _ in seen], "draws": [draw for _, draw in seen]}


def initialised_twice(student, model):
    """Call init_weights on a model twice; its state after each."""
    student.init_weights(model)
    once = _state(model)
    student.init_weights(model)
    return [once, _state(model)]


class Dense(nn.Linear):
    """A linear layer of somebody's own."""


class Window(nn.Conv2d):
    """A convolution of somebody's own."""


def initialised_of_subclasses(student, width):
    """The state of a model of layers of somebody's own after init_weights."""
    model = nn.Sequential(Dense(width, width), Window(width, width, 1))
    student.init_weights(model)
    return _state(model)


def initialised(student, model):
    """Call init_weights on a model that has gradients; what it returned, and the model before and after."""
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    modes, flags, before, rest = _modes(model), _flags(model), _state(model), _hooks_and_gradients(model)
    objects = dict(model.named_parameters())
    returned = student.init_weights(model)
    after = dict(model.named_parameters())
    return {
        "returned": type(returned).__name__,
        "before": before,
        "after": _state(model),
        "same objects": all(after.get(name) is parameter for name, parameter in objects.items()),
        "flags": [flags, _flags(model)],
        "modes": [modes, _modes(model)],
        "hooks and gradients": [rest, _hooks_and_gradients(model)],
    }
