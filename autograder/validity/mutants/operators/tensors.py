"""What goes wrong with tensors: reductions, dtypes, devices, transposes, values written in place, benign ranges."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.validity.mutants.place import Operator, Place, Replacement, code, dotted, expression, parenthesised

_REDUCTIONS = {
    "mean": "sum", "sum": "mean", "max": "min", "min": "max", "amax": "amin", "amin": "amax", "any": "all",
    "all": "any", "argmax": "argmin", "std": "var", "var": "std", "norm": "sum", "abs": "square", "median": "mean",
    "maximum": "minimum", "minimum": "maximum", "exp": "expm1", "log": "log1p", "sqrt": "square", "floor": "ceil",
}  # fmt: skip
_OF_PYTHON = {"min": "max", "max": "min", "sum": "max", "any": "all", "all": "any"}
_DTYPES = {
    "float32": "float64", "float64": "float32", "int64": "int32", "uint8": "int64", "bfloat16": "float16",
    "float16": "bfloat16", "bool": "uint8", "long": "int32", "float": "float64", "double": "float32",
}  # fmt: skip
_CASTS = {"float": "double", "double": "float", "long": "int", "half": "float", "bfloat16": "half"}
_RESULTS = ("abs", "clamp", "relu", "exp", "sqrt", "div", "mul", "add", "sub", "tanh", "sigmoid", "requires_grad")
_WRITING = {cst.Add: "add_", cst.Subtract: "sub_", cst.Multiply: "mul_", cst.Divide: "div_"}


def reduction(place: Place) -> Iterator[Replacement]:
    node = place.node
    if not place.is_called:
        return
    if isinstance(node, cst.Attribute) and node.attr.value in _REDUCTIONS:
        yield node.with_changes(attr=cst.Name(_REDUCTIONS[node.attr.value]))
    elif isinstance(node, cst.Name) and node.value in _OF_PYTHON:
        yield cst.Name(_OF_PYTHON[node.value])


def dtype(place: Place) -> Iterator[Replacement]:
    """Another dtype named; `x.float()` twice as wide; `x.dtype` replaced by the usual one."""
    node = place.node
    if not isinstance(node, cst.Attribute):
        return
    name = node.attr.value
    if dotted(node.value) in ("torch", "np") and name in _DTYPES and not place.is_called:
        yield node.with_changes(attr=cst.Name(_DTYPES[name]))
    elif place.is_called and name in _CASTS and isinstance(place.parent, cst.Call) and not place.parent.args:
        yield node.with_changes(attr=cst.Name(_CASTS[name]))
    elif name == "dtype":
        yield expression("torch.float32")
    elif name == "device":
        yield expression('torch.device("cpu")')


def device(place: Place) -> Iterator[Replacement]:
    """The device that was handed over is not used."""
    node = place.node
    if not isinstance(node, cst.Name) or node.value != "device":
        return
    if isinstance(place.parent, cst.Arg) and place.parent.value is node:
        yield expression('"cpu"')


def transposed(place: Place) -> Iterator[Replacement]:
    node = place.node
    if isinstance(node, cst.Attribute) and node.attr.value in ("T", "mT", "grad", "data"):
        if not isinstance(place.parent, cst.AssignTarget | cst.Call):
            yield parenthesised(node.value)
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.MatrixMultiply):
        yield node.with_changes(right=cst.Attribute(parenthesised(node.right), cst.Name("mT")))


def in_place(place: Place) -> Iterator[Replacement]:
    """A value is written where the old one stood: `x + y` as `x.add_(y)`, `x.abs()` as `x.abs_()`."""
    node = place.node
    if isinstance(node, cst.BinaryOperation) and isinstance(node.left, cst.Name) and type(node.operator) in _WRITING:
        method = cst.Attribute(node.left, cst.Name(_WRITING[type(node.operator)]))
        yield cst.Call(method, [cst.Arg(node.right)])
    elif isinstance(node, cst.Attribute) and place.is_called and node.attr.value in _RESULTS:
        owner = dotted(node.value)
        if owner not in ("torch", "F", "math"):
            yield node.with_changes(attr=cst.Name(f"{node.attr.value}_"))


def clamped(place: Place) -> Iterator[Replacement]:
    """The result is kept in a range in which it nearly always lies."""
    yield from _with_result(place, "clamp(-100, 100)")


def rounded(place: Place) -> Iterator[Replacement]:
    """Four digits behind the point are kept."""
    node = place.node
    if isinstance(node, cst.Return) and node.value is not None and code(node.value) not in ("True", "False", "None"):
        four = "(lambda r: r.round(decimals=4) if hasattr(r, 'round') else round(r, 4))"
        yield node.with_changes(value=expression(f"{four}({code(node.value)})"))


def left_the_graph(place: Place) -> Iterator[Replacement]:
    yield from _with_result(place, "detach()")


def _with_result(place: Place, method: str) -> Iterator[Replacement]:
    node = place.node
    if not isinstance(node, cst.Return) or node.value is None or isinstance(node.value, cst.Tuple | cst.Dict):
        return
    if code(node.value) not in ("True", "False", "None"):
        yield node.with_changes(value=expression(f"({code(node.value)}).{method}"))


OPERATORS: tuple[Operator, ...] = (reduction, dtype, device, transposed, in_place, clamped, rounded, left_the_graph)
