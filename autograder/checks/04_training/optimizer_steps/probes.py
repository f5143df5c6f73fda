"""Probes of optimizer_steps: they run beside the student's code, observe, and know no answer."""

import contextlib
from importlib import import_module
from unittest import mock

import torch

from ..common_probes import _switched_on, _watched


def steps_taken(student, name, params, gradients, settings):
    """Take one step with each set of gradients; return the parameters after each, and the states and results."""
    params = [param.clone().requires_grad_() for param in params]
    states = [[torch.zeros_like(param) for param in params] for _ in range(2 if name == "adam_step" else 1)]
    aliases = [param.detach() for param in params]  # other names of the same memory
    handed_over = [list(one) for one in states]  # the tensors themselves, whatever the lists hold later
    state_aliases = [[state.detach() for state in one] for one in states]
    seen = {"params": [], "results": []}
    with _ready_made_watched() as seen["ready-made"]:
        for step, grads in enumerate(gradients, start=1):
            for param, grad in zip(params, grads, strict=True):
                param.grad = grad.clone()
            counted = [step] if name == "adam_step" else []
            seen["results"].append(getattr(student, name)(params, *states, *counted, **settings))
            seen["params"].append([param.detach().clone() for param in params])
    seen["aliases"] = [alias.clone() for alias in aliases]
    seen["states"] = [[state.detach().clone() for state in one] for one in handed_over]
    seen["state aliases"] = [[alias.clone() for alias in one] for one in state_aliases]
    return seen


@contextlib.contextmanager
def _ready_made_watched():
    """The names of those parts of torch.optim that do its work, once they are called; they work all the same."""
    called = set()

    def noted(name, function):
        def call(*args, **kwargs):
            called.add(name)
            return function(*args, **kwargs)

        return call

    parts = [(torch.optim.Optimizer, "__init__")]
    kinds = ("_single_tensor_", "_multi_tensor_", "_fused_")
    for module in map(import_module, ("torch.optim.sgd", "torch.optim.adam")):
        parts += [(module, name) for name in vars(module) if name.startswith(kinds)]
    with contextlib.ExitStack() as patches:
        for place, name in parts:
            patches.enter_context(mock.patch.object(place, name, noted(name, getattr(place, name))))
        yield called


def settings_left(student, name, params):
    """What a step changes of what all code shares, by name."""
    function, changed = _watched(getattr(student, name))
    params = [param.clone().requires_grad_() for param in params]
    for param in params:
        param.grad = torch.ones_like(param)
    states = [[torch.zeros_like(param) for param in params] for _ in range(2)]
    arguments = (params, *states, 1) if name == "adam_step" else (params, states[0], 0.1)
    function(*arguments)
    return changed + _switched_on(lambda: getattr(student, name)(*arguments))
