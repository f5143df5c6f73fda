"""Where in an answer a node stands, and what an operator makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import libcst as cst

Replacement: TypeAlias = "cst.CSTNode | cst.FlattenSentinel[cst.BaseStatement]"


@dataclass(frozen=True, slots=True)
class Place:
    """A node with all that it stands in, outermost first."""

    node: cst.CSTNode
    above: tuple[cst.CSTNode, ...] = field(repr=False)

    @property
    def parent(self) -> cst.CSTNode | None:
        return self.above[-1] if self.above else None

    @property
    def is_called(self) -> bool:
        """Whether the node is what a call calls."""
        return isinstance(self.parent, cst.Call) and self.parent.func is self.node

    @property
    def function(self) -> cst.FunctionDef | None:
        """The innermost function that the node stands in."""
        found = [node for node in self.above if isinstance(node, cst.FunctionDef)]
        return found[-1] if found else None

    @property
    def scope(self) -> str:
        """The names of the classes and functions around it, as `MLP.forward`."""
        names = [node.name.value for node in self.above if isinstance(node, cst.FunctionDef | cst.ClassDef)]
        return ".".join(names)

    @property
    def statement(self) -> cst.CSTNode:
        """The innermost statement around it, or itself."""
        kinds = (cst.SimpleStatementLine, cst.BaseCompoundStatement)
        return next(node for node in (self.node, *reversed(self.above)) if isinstance(node, kinds))


Operator: TypeAlias = Callable[[Place], Iterator[Replacement]]


def walk(node: cst.CSTNode, above: tuple[cst.CSTNode, ...] = ()) -> Iterator[Place]:
    """Every node below (and with) `node` that may be changed: no imports, annotations and docstrings."""
    if isinstance(node, cst.Import | cst.ImportFrom | cst.Annotation | cst.SimpleWhitespace | cst.TrailingWhitespace):
        return
    if _is_docstring(node):
        return
    yield Place(node, above)
    for child in node.children:
        yield from walk(child, (*above, node))


def _is_docstring(node: cst.CSTNode) -> bool:
    if not isinstance(node, cst.SimpleStatementLine) or len(node.body) != 1:
        return False
    only = node.body[0]
    return isinstance(only, cst.Expr) and isinstance(only.value, cst.SimpleString | cst.ConcatenatedString)


def expression(text: str) -> cst.BaseExpression:
    return cst.parse_expression(text)


def statement(text: str) -> cst.SimpleStatementLine | cst.BaseCompoundStatement:
    return cst.parse_statement(text)


def code(node: cst.CSTNode) -> str:
    return cst.Module(body=()).code_for_node(node)


def dotted(node: cst.CSTNode) -> str:
    """`torch.nn.Linear` as text, empty for what is no chain of names."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr.value}"
    return ""


def parenthesised(node: cst.BaseExpression) -> cst.BaseExpression:
    """The expression so that it may stand anywhere."""
    closed = (cst.Name, cst.Integer, cst.Call, cst.Attribute, cst.Subscript, cst.SimpleString)
    if isinstance(node, closed) or node.lpar:
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
