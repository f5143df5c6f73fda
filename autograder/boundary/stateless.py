"""Run a module with other parameters and buffers than its own, be it an ordinary one or a TorchScript program."""

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import nn


def run_with(module: nn.Module, state: dict[str, torch.Tensor], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Return what `module` makes of the arguments with the tensors of `state` in place of its own of these names.

    The result's graph begins at these tensors. Where the module binds a buffer to a new tensor, `state` has that
    afterwards. The module's own tensors are back in their places when this returns.
    """
    if not any(isinstance(part, torch.jit.ScriptModule) for part in module.modules()):
        return torch.func.functional_call(module, state, args, kwargs)
    places = list(_places(module))
    given = {id(tensor): (name, state[name]) for name, tensor, _ in places if name in state}
    try:
        for _, tensor, put in places:
            if id(tensor) in given:
                put(given[id(tensor)][1])
        return module(*args, **kwargs)
    finally:
        state.update({name: tensor for name, tensor, _ in _places(module) if name in state})
        for _, tensor, put in places:
            put(tensor)


def _places(module: nn.Module) -> Iterator[tuple[str, torch.Tensor, Callable[[torch.Tensor], None]]]:
    """Every parameter and buffer: its qualified name, the tensor, and what puts another into its place."""
    for prefix, part in module.named_modules(remove_duplicate=False):
        for registry in (part._parameters, part._buffers):
            for leaf, tensor in list(registry.items()):
                if tensor is not None:
                    yield f"{prefix}.{leaf}" if prefix else leaf, tensor, _put_into(part, registry, leaf)


def _put_into(part: nn.Module, registry: Any, leaf: str) -> Callable[[torch.Tensor], None]:
    if isinstance(part, torch.jit.ScriptModule):  # what it computes with lies in C++, under the same name
        return lambda tensor: part._c.setattr(leaf, tensor)
    return lambda tensor: registry.__setitem__(leaf, tensor)
