"""Whole statements: left out, exchanged, unwrapped; what is returned; how far a loop runs."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.validity.mutants.place import Operator, Place, Replacement, code, expression, statement


def statement_dropped(place: Place) -> Iterator[Replacement]:
    """Also `zero_grad`, `eval`, `detach_`, `super().__init__()`, and what a branch or an `except` does."""
    node = place.node
    if isinstance(node, cst.SimpleStatementLine) and not isinstance(node.body[0], cst.Return | cst.Pass):
        yield statement("pass\n")


def branch_dropped(place: Place) -> Iterator[Replacement]:
    node = place.node
    if isinstance(node, cst.Else) and isinstance(place.parent, cst.If | cst.For | cst.While):
        yield node.with_changes(body=cst.IndentedBlock([cst.SimpleStatementLine([cst.Pass()])]))
    elif isinstance(node, cst.If) and node.orelse is None:
        yield statement("pass\n")


def unwrapped(place: Place) -> Iterator[Replacement]:
    """The body of `with`, `try` and `for` alone: no `no_grad`, no `finally`, one round."""
    node = place.node
    if isinstance(node, cst.With) and isinstance(node.body, cst.IndentedBlock):
        if all(item.asname is None for item in node.items):
            yield cst.FlattenSentinel(list(node.body.body))
    elif isinstance(node, cst.Try) and isinstance(node.body, cst.IndentedBlock):
        yield cst.FlattenSentinel([*node.body.body, *(_block(node.finalbody) if node.finalbody else ())])
        if node.finalbody and not node.handlers:
            yield cst.FlattenSentinel(list(node.body.body))


def _block(part: cst.Finally) -> list[cst.BaseStatement]:
    return list(part.body.body) if isinstance(part.body, cst.IndentedBlock) else []


def decorator_dropped(place: Place) -> Iterator[Replacement]:
    node = place.node
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        for dropped in node.decorators:
            yield node.with_changes(decorators=[other for other in node.decorators if other is not dropped])


def exchanged(place: Place) -> Iterator[Replacement]:
    """Two calls in a row in the other order, as `step` and `zero_grad`."""
    node = place.node
    if not isinstance(node, cst.IndentedBlock):
        return
    for number in range(len(node.body) - 1):
        pair = node.body[number : number + 2]
        if all(_is_call(one) for one in pair):
            yield node.with_changes(body=[*node.body[:number], pair[1], pair[0], *node.body[number + 2 :]])


def _is_call(node: cst.CSTNode) -> bool:
    if not isinstance(node, cst.SimpleStatementLine) or not isinstance(node.body[0], cst.Expr):
        return False
    return isinstance(node.body[0].value, cst.Call)


def returned(place: Place) -> Iterator[Replacement]:
    """Nothing, a constant or the first argument instead of the result."""
    node = place.node
    if not isinstance(node, cst.Return) or node.value is None:
        return
    others = ["None", "0.0"]
    function = place.function
    names = [param.name.value for param in function.params.params] if function else []
    others += [name for name in names if name != "self"][:1]
    for other in others:
        if code(node.value) != other:
            yield node.with_changes(value=expression(other), whitespace_after_return=cst.SimpleWhitespace(" "))


def round_dropped(place: Place) -> Iterator[Replacement]:
    """A loop or a comprehension without its last, without its first, and with its first round only."""
    node = place.node
    if isinstance(node, cst.For | cst.CompFor):
        for part in ("[:-1]", "[1:]", "[:1]"):
            yield node.with_changes(iter=expression(f"list({code(node.iter)}){part}"))


def last_kept(place: Place) -> Iterator[Replacement]:
    """Of a list that grows, only its last hundred are given back."""
    node, function = place.node, place.function
    if isinstance(node, cst.SimpleStatementLine) and isinstance(node.body[0], cst.Return) and function is not None:
        for name in sorted(_grown(function)):
            if name in code(node):
                yield cst.FlattenSentinel([statement(f"del {name}[:-100]\n"), node])


def _grown(function: cst.FunctionDef) -> set[str]:
    found = set()
    for line in code(function).splitlines():
        name, dot, _ = line.strip().partition(".append(")
        if dot and name.isidentifier():
            found.add(name)
    return found


OPERATORS: tuple[Operator, ...] = (
    statement_dropped,
    branch_dropped,
    unwrapped,
    decorator_dropped,
    exchanged,
    returned,
    round_dropped,
    last_kept,
)
