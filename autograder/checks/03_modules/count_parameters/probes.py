"""Probes of count_parameters: they run beside the student's code, observe, and know no answer."""

import torch
from torch import nn

from ..common_probes import _flags, _hooks_and_gradients, _modes, _state


def counted(student, model):
    """Count a model's parameters both ways; what was counted, and the model's flags and values before and after."""
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    before, flags, modes, rest = _state(model), _flags(model), _modes(model), _hooks_and_gradients(model)
    counts = [student.count_parameters(model), student.count_parameters(model, trainable_only=True)]
    return {
        "counts": counts,
        "values": [before, _state(model)],
        "flags": [flags, _flags(model)],
        "modes": [modes, _modes(model)],
        "hooks and gradients": [rest, _hooks_and_gradients(model)],
    }


def counted_again(student, model):
    """The counts of one model, both ways: twice as it is, and again after its first part has been frozen."""

    def both():
        return [student.count_parameters(model), student.count_parameters(model, trainable_only=True)]

    once, twice = both(), both()
    next(model.children()).requires_grad_(False)
    return {"once": once, "twice": twice, "frozen": both()}


def counted_without_values(student, model):
    """The count of a model that was moved to PyTorch's meta device, where tensors hold no values."""
    return student.count_parameters(model.to("meta"))


def counted_in_one_memory(student, width):
    """The count of a model of two parameters that lie at the same place in memory."""
    memory = torch.ones(width, width)
    return student.count_parameters(nn.ParameterList([nn.Parameter(memory), nn.Parameter(memory)]))


def counted_on_meta(student, in_features, out_features):
    """The count of a linear layer of any size and a PReLU on the meta device, where they need no memory."""
    with torch.device("meta"):
        model = nn.Sequential(nn.Linear(in_features, out_features), nn.PReLU())
    return student.count_parameters(model)


def counted_with_buffers(student, width):
    """The counts, both ways, of a linear layer with two buffers, one of which is in its state dict."""
    layer = nn.Linear(width, width)
    layer.register_buffer("mean", torch.ones(width))
    layer.register_buffer("mask", torch.ones(width, width), persistent=False)
    return [student.count_parameters(layer), student.count_parameters(layer, trainable_only=True)]
