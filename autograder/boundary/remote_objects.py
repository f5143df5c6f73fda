"""What stands on the grader's side for an object or a module of the student's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from autograder.boundary.wire import Handle, WireError

if TYPE_CHECKING:
    from autograder.boundary.remote import Link

_DEEPEST = 60  # modules inside of modules


class RemoteObject:
    """An object of the student's that stays in the worker; attributes and calls are forwarded."""

    def __init__(self, link: Link, handle: Handle) -> None:
        self._link, self._handle = link, handle

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._link.ask("attribute", object=self._handle.id, name=name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._link.call(self, args, kwargs)

    def __repr__(self) -> str:
        return self._handle.text

    @property
    def type_name(self) -> str:
        return self._handle.type_name


class _Part(nn.Module):
    """A submodule of a student's module: holds its parameters and buffers, computes nothing here."""


_WHERE = "the grader's own: the link and the handle"  # a key that is no name, so no layer can be called so


class RemoteModule(nn.Module):
    """A student's `nn.Module`: parameters and buffers are local, names as the student chose them, forward runs there.

    `train`, `eval`, `to(dtype)`, `state_dict`, optimizers and `nn.utils` work on it as on any module. Beside
    those of `nn.Module`, which a student could not choose either, it has no names of its own.
    """

    def __init__(self, link: Link, handle: Handle) -> None:
        super().__init__()
        parts: dict[str, nn.Module] = {"": self}
        for name, type_name, training in handle.state["parts"]:
            if name.count(".") >= _DEEPEST:
                raise WireError("modules are nested too deeply")
            if name:
                owner, _, leaf = name.rpartition(".")
                parts[name] = type(type_name, (_Part,), {})()
                parts[owner].add_module(leaf, parts[name])
            parts[name].training = bool(training)
        for name, parameter, grad in handle.state["parameters"]:
            owner, _, leaf = name.rpartition(".")
            if not isinstance(parameter, nn.Parameter):
                parameter = nn.Parameter(parameter, requires_grad=parameter.requires_grad)
            parameter.grad = grad
            parts[owner].register_parameter(leaf, parameter)
        for name, buffer, persistent in handle.state["buffers"]:
            owner, _, leaf = name.rpartition(".")
            parts[owner].register_buffer(leaf, buffer, persistent=bool(persistent))
        self.__dict__[_WHERE] = link, handle

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return _link(self).forward(self, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            if name.startswith("_") or _WHERE not in self.__dict__:
                raise
            return _link(self).ask("attribute", object=handle_of(self).id, name=name)

    def __repr__(self) -> str:
        return str(handle_of(self).text)


def _link(module: RemoteModule) -> Link:
    link: Link = module.__dict__[_WHERE][0]
    return link


def handle_of(module: RemoteModule) -> Handle:
    handle: Handle = module.__dict__[_WHERE][1]
    return handle


def description_of(module: RemoteModule) -> dict[str, Any]:
    return {
        "parts": [(n, "", p.training) for n, p in module.named_modules(remove_duplicate=False)],
        "parameters": [(n, p, p.grad) for n, p in module.named_parameters(remove_duplicate=False)],
        "buffers": [(n, b, True) for n, b in module.named_buffers(remove_duplicate=False)],
    }


def adopt(module: RemoteModule, state: dict[str, Any]) -> None:
    """Take over what a call changed in the worker's module: values, gradients, flags, modes."""
    parameters = dict(module.named_parameters(remove_duplicate=False))
    with torch.no_grad():
        for name, value, grad in state["parameters"]:
            parameters[name].copy_(value)
            parameters[name].requires_grad_(value.requires_grad)
            parameters[name].grad = grad
        for name, value, _ in state["buffers"]:
            module.get_buffer(name).copy_(value)
    for name, _, training in state["parts"]:
        module.get_submodule(name).training = bool(training)
