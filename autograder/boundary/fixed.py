"""What a thing is made of, where nothing of that can be changed unseen: it is the same as long as its parts are.

Functions, classes, lists and dicts of the notebook's own can be changed in place, and show it: by their parts. A tensor
or an object does not.
"""

import operator
from types import (
    BuiltinFunctionType,
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any

import numpy as np
import torch

from autograder.boundary.surroundings import is_of_a_library, libraries

OWN = "__main__"
_ATOMS = (
    *(int, float, complex, bool, str, bytes, range, type(None), type(...), type(NotImplemented), np.ufunc),
    *(torch.dtype, torch.device, torch.layout, torch.memory_format, CodeType),
    *(GetSetDescriptorType, MemberDescriptorType, MethodDescriptorType, WrapperDescriptorType),
)
_CONTAINERS = (tuple, frozenset, list, dict, set)
_UNCHANGING = 1 << 8  # of a type's flags: Python's own, and other types that no code can change
_PASSING = frozenset({"__annotations__", "__dict__", "__weakref__"})  # of a class: nothing that its methods use
_MOST, _MOST_TOGETHER = 5_000, 50_000
Mark = tuple[Any, ...]  # the things themselves: while they live, nothing else can be taken for one of them


def mark(thing: Any) -> Mark | None:
    """All that `thing` is made of, in order; None where some of that can be changed without a trace in it."""
    return Marks().of(thing)


class Marks:
    """The marks of some things, for which no more parts are looked at than there may be of all of them together.

    That is no time for a cell, whatever it has bound.
    """

    def __init__(self) -> None:
        self._left = _MOST_TOGETHER

    def of(self, thing: Any) -> Mark | None:
        """Its mark, as `mark` says; None, too, where that is too much to look at."""
        seen: set[int] = set()
        found: list[Any] = []
        pending = [thing]
        while pending:
            one = pending.pop()
            found.append(one)
            if id(one) in seen:
                continue
            if type(one) in _CONTAINERS and len(one) > _MOST:  # before it is copied
                return None
            parts = _parts(one)
            if parts is None or len(found) + len(parts) > _MOST or len(parts) > self._left:
                return None
            self._left -= len(parts)
            seen.add(id(one))
            pending += parts
        return tuple(found)


def are_the_same(one: Mark | None, other: Mark | None) -> bool:
    """Whether two things with these marks are one, and made of the same. None is the same as nothing."""
    return one is not None and other is not None and len(one) == len(other) and all(map(operator.is_, one, other))


def _parts(thing: Any) -> list[Any] | None:
    """What it is made of, in its order; None where more may be in it."""
    kind = type(thing)
    if kind is ModuleType:
        return [] if thing in libraries() else None
    if kind is FunctionType:
        module = thing.__globals__.get("__name__")
        if module != OWN and not is_of_a_library(module):  # what it reads there is not looked at
            return None
        try:
            closed = [cell.cell_contents for cell in thing.__closure__ or ()]
        except ValueError:  # nothing is in it yet
            return None
        named = {**(thing.__kwdefaults__ or {}), **vars(thing)}
        return [thing.__code__, *closed, *(thing.__defaults__ or ()), *named, *named.values()]
    if kind is BuiltinFunctionType:
        return [] if thing.__self__ is None or isinstance(thing.__self__, ModuleType | type) else None
    if kind is dict:
        return [*thing, *thing.values()]
    if kind in _CONTAINERS:
        return list(thing)
    if kind is property:
        return [thing.fget, thing.fset, thing.fdel]
    if kind is staticmethod or kind is classmethod:
        return [thing.__func__]
    if issubclass(kind, type):
        if thing in libraries() or thing.__flags__ & _UNCHANGING:
            return []
        members = {name: one for name, one in vars(thing).items() if name not in _PASSING}
        return [*members, *members.values(), *thing.__bases__, kind] if thing.__module__ == OWN else None
    return [] if kind in _ATOMS or isinstance(thing, np.number) else None
