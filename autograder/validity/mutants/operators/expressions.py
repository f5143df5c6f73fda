"""Comparisons, arithmetic, boolean algebra, constants: what every tool for mutants changes."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.validity.mutants.place import Operator, Place, expression, parenthesised

_COMPARISONS: dict[type[cst.BaseCompOp], tuple[type[cst.BaseCompOp], ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThan),
    cst.LessThanEqual: (cst.LessThan, cst.GreaterThanEqual),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThan),
    cst.GreaterThanEqual: (cst.GreaterThan, cst.LessThanEqual),
    cst.Equal: (cst.NotEqual,),
    cst.NotEqual: (cst.Equal,),
    cst.Is: (cst.IsNot,),
    cst.IsNot: (cst.Is,),
    cst.In: (cst.NotIn,),
    cst.NotIn: (cst.In,),
}
_ARITHMETIC: dict[type[cst.BaseBinaryOp], type[cst.BaseBinaryOp]] = {
    cst.Add: cst.Subtract,
    cst.Subtract: cst.Add,
    cst.Multiply: cst.Divide,
    cst.Divide: cst.Multiply,
    cst.FloorDivide: cst.Divide,
    cst.Modulo: cst.FloorDivide,
    cst.Power: cst.Multiply,
}
_IN_PLACE: dict[type[cst.BaseAugOp], type[cst.BaseAugOp]] = {
    cst.AddAssign: cst.SubtractAssign,
    cst.SubtractAssign: cst.AddAssign,
    cst.MultiplyAssign: cst.DivideAssign,
    cst.DivideAssign: cst.MultiplyAssign,
    cst.FloorDivideAssign: cst.MultiplyAssign,
}


def comparison(place: Place) -> Iterator[cst.CSTNode]:
    if isinstance(place.node, cst.ComparisonTarget):
        for other in _COMPARISONS.get(type(place.node.operator), ()):
            yield place.node.with_changes(operator=other())


def arithmetic(place: Place) -> Iterator[cst.CSTNode]:
    node = place.node
    if isinstance(node, cst.BinaryOperation):
        if type(node.operator) in _ARITHMETIC:
            yield node.with_changes(operator=_ARITHMETIC[type(node.operator)]())
        if isinstance(node.operator, cst.MatrixMultiply | cst.Divide | cst.Subtract):
            yield node.with_changes(left=parenthesised(node.right), right=parenthesised(node.left))
    elif isinstance(node, cst.AugAssign) and type(node.operator) in _IN_PLACE:
        yield node.with_changes(operator=_IN_PLACE[type(node.operator)]())


def operand_dropped(place: Place) -> Iterator[cst.CSTNode]:
    """A factor, a term or one side of and/or left out; a sign, too."""
    node = place.node
    if isinstance(node, cst.BinaryOperation | cst.BooleanOperation):
        yield parenthesised(node.left)
        yield parenthesised(node.right)
    elif isinstance(node, cst.UnaryOperation):
        yield parenthesised(node.expression)
    elif isinstance(node, cst.IfExp):
        yield parenthesised(node.body)
        yield parenthesised(node.orelse)


def boolean(place: Place) -> Iterator[cst.CSTNode]:
    node = place.node
    if isinstance(node, cst.BooleanOperation):
        yield node.with_changes(operator=cst.Or() if isinstance(node.operator, cst.And) else cst.And())


def condition_negated(place: Place) -> Iterator[cst.CSTNode]:
    node = place.node
    if isinstance(node, cst.If | cst.IfExp | cst.CompIf):
        yield node.with_changes(test=expression(f"not ({cst.Module(body=()).code_for_node(node.test)})"))


def number(place: Place) -> Iterator[cst.CSTNode]:
    """A whole number one more and one less; any other number doubled and halved."""
    node = place.node
    if isinstance(node, cst.Integer):
        for other in (node.evaluated_value + 1, node.evaluated_value - 1):
            yield parenthesised(expression(str(other)))
    elif isinstance(node, cst.Float):
        for value in (node.evaluated_value * 2, node.evaluated_value / 2):
            yield expression(repr(value))


def truth(place: Place) -> Iterator[cst.CSTNode]:
    if isinstance(place.node, cst.Name) and place.node.value in ("True", "False"):
        yield cst.Name("False" if place.node.value == "True" else "True")


def word(place: Place) -> Iterator[cst.CSTNode]:
    """A string that means something: the letter of an answer, a way to reduce, an initialisation's fan, a key."""
    node = place.node
    if not isinstance(node, cst.SimpleString) or isinstance(place.parent, cst.FormattedString):
        return
    value = node.raw_value
    words = {"mean": "sum", "sum": "mean", "fan_in": "fan_out", "relu": "linear", "same": "valid", "min": "max"}
    if value in words:
        yield expression(repr(words[value]))
    elif value in tuple("abcd"):
        yield expression(repr("abcd"[("abcd".index(value) + 1) % 4]))
    elif isinstance(place.parent, cst.DictElement) and place.parent.key is node:
        yield expression(repr(f"{value}_"))


def piece(place: Place) -> Iterator[cst.CSTNode]:
    """One element of a literal left out, or its first two exchanged."""
    node = place.node
    if not isinstance(node, cst.Tuple | cst.List | cst.Set | cst.Dict) or isinstance(place.parent, cst.AssignTarget):
        return
    elements = list(node.elements)
    for number in range(len(elements) if len(elements) > 1 else 0):
        kept = [element for index, element in enumerate(elements) if index != number]
        if isinstance(node, cst.Tuple) and len(kept) == 1:
            kept = [kept[0].with_changes(comma=cst.Comma())]
        yield node.with_changes(elements=kept)
    if isinstance(node, cst.Tuple | cst.List) and len(elements) > 1:
        first, second = elements[:2]
        swapped = [first.with_changes(value=second.value), second.with_changes(value=first.value)]
        if isinstance(first, cst.Element) and isinstance(second, cst.Element):
            yield node.with_changes(elements=[*swapped, *elements[2:]])


def bound(place: Place) -> Iterator[cst.CSTNode]:
    """A slice that starts or stops one later or earlier, or has one bound less."""
    node = place.node
    if not isinstance(node, cst.Slice):
        return
    for name in ("lower", "upper"):
        edge = getattr(node, name)
        if edge is None:
            continue
        yield node.with_changes(**{name: None})
        if not isinstance(edge, cst.Integer):
            for sign in (cst.Add(), cst.Subtract()):
                moved = cst.BinaryOperation(parenthesised(edge), sign, cst.Integer("1"))
                yield node.with_changes(**{name: moved})


OPERATORS: tuple[Operator, ...] = (
    comparison,
    arithmetic,
    operand_dropped,
    boolean,
    condition_negated,
    number,
    truth,
    word,
    piece,
    bound,
)
