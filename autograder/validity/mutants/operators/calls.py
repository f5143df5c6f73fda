"""Calls: left out, handed the arguments in another order, or one of them too few."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.validity.mutants.place import Operator, Place, dotted, parenthesised

_LIBRARIES = ("torch", "F", "nn", "nn.functional", "torch.nn", "torch.nn.functional", "math", "np", "nn.init")
_BUILTINS = ("list", "tuple", "dict", "float", "int", "str", "bool", "abs", "sorted", "set", "reversed", "round")


def call_dropped(place: Place) -> Iterator[cst.CSTNode]:
    """`x.detach()` becomes `x`, `torch.relu(x)` too: no detach, no clone, no softmax, no item."""
    node = place.node
    if not isinstance(node, cst.Call):
        return
    if isinstance(node.func, cst.Attribute) and dotted(node.func.value) not in _LIBRARIES:
        if dotted(node.func.value).split(".")[0] not in _LIBRARIES and not isinstance(place.parent, cst.Expr):
            yield parenthesised(node.func.value)
    elif _is_wrapper(node.func) and node.args and not node.args[0].star and node.args[0].keyword is None:
        yield parenthesised(node.args[0].value)


def _is_wrapper(function: cst.BaseExpression) -> bool:
    name = dotted(function)
    return name in _BUILTINS or name.rpartition(".")[0] in _LIBRARIES


def argument_dropped(place: Place) -> Iterator[cst.CSTNode]:
    """A keyword (`keepdim`, `dim`, `generator`, `dtype`), or the last argument of several, falls to its default."""
    node = place.node
    if not isinstance(node, cst.Call):
        return
    for number, argument in enumerate(node.args):
        is_last = number == len(node.args) - 1 and number > 0
        if argument.keyword is not None or is_last:
            rest = [other for other in node.args if other is not argument]
            if rest:
                rest[-1] = rest[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
            yield node.with_changes(args=rest)


def arguments_exchanged(place: Place) -> Iterator[cst.CSTNode]:
    node = place.node
    if not isinstance(node, cst.Call) or len(node.args) < 2:
        return
    first, second = node.args[:2]
    if first.keyword is None and second.keyword is None and not first.star and not second.star:
        swapped = [first.with_changes(value=second.value), second.with_changes(value=first.value)]
        yield node.with_changes(args=[*swapped, *node.args[2:]])


def default_dropped(place: Place) -> Iterator[cst.CSTNode]:
    """A parameter that had a default must be given."""
    node = place.node
    if isinstance(node, cst.Parameters) and any(param.default is not None for param in node.params):
        bare = [param.with_changes(default=None, equal=cst.MaybeSentinel.DEFAULT) for param in node.params]
        yield node.with_changes(params=bare)


OPERATORS: tuple[Operator, ...] = (call_dropped, argument_dropped, arguments_exchanged, default_dropped)
