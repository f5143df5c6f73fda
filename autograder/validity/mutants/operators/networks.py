"""What goes wrong with networks and their training: layers, activations, modes, parameters, buffers."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.validity.mutants.place import Operator, Place, Replacement, code, dotted, expression, statement

_ACTIVATIONS = {
    "relu": "gelu", "ReLU": "GELU", "tanh": "sigmoid", "Tanh": "Sigmoid", "sigmoid": "tanh", "Sigmoid": "Tanh",
    "softmax": "log_softmax", "log_softmax": "softmax", "Softmax": "LogSoftmax", "gelu": "relu", "GELU": "ReLU",
    "cross_entropy": "nll_loss", "CrossEntropyLoss": "NLLLoss", "mse_loss": "l1_loss", "MSELoss": "L1Loss",
    "max_pool2d": "avg_pool2d", "MaxPool2d": "AvgPool2d", "BatchNorm1d": "LayerNorm", "Dropout": "AlphaDropout",
    "SGD": "Adam", "Adam": "SGD", "AdamW": "Adam", "kaiming_normal_": "xavier_normal_", "zeros_": "ones_",
    "ones_": "zeros_",
}  # fmt: skip
_MODES = {"eval": "train", "train": "eval", "no_grad": "enable_grad", "inference_mode": "enable_grad"}
_COLLECTIONS = ("parameters", "named_parameters", "buffers", "named_buffers", "modules", "named_modules", "children")


def activation(place: Place) -> Iterator[Replacement]:
    """Another activation, loss, layer or initialisation of the same signature."""
    node = place.node
    if isinstance(node, cst.Attribute) and node.attr.value in _ACTIVATIONS:
        yield node.with_changes(attr=cst.Name(_ACTIVATIONS[node.attr.value]))


def layer(place: Place) -> Iterator[Replacement]:
    """A layer less, an activation more behind the last one."""
    node = place.node
    if not isinstance(node, cst.Call) or dotted(node.func).rpartition(".")[2] != "Sequential":
        return
    if any(argument.star for argument in node.args):
        yield expression(code(node.with_changes(args=[*node.args, cst.Arg(expression("nn.ReLU()"))])))
        return
    for dropped in node.args:
        yield node.with_changes(args=[argument for argument in node.args if argument is not dropped])
    yield node.with_changes(args=[*node.args, cst.Arg(expression("nn.ReLU()"))])


def surplus_activation(place: Place) -> Iterator[Replacement]:
    node, function = place.node, place.function
    if function is None or function.name.value not in ("forward", "__call__"):
        return
    if isinstance(node, cst.Return) and node.value is not None:
        yield node.with_changes(value=expression(f"({code(node.value)}).relu()"))


def mode(place: Place) -> Iterator[Replacement]:
    node = place.node
    if isinstance(node, cst.Attribute) and node.attr.value in _MODES and place.is_called:
        yield node.with_changes(attr=cst.Name(_MODES[node.attr.value]))


def plain_list(place: Place) -> Iterator[Replacement]:
    """Layers in a list, which registers nothing."""
    node = place.node
    if isinstance(node, cst.Call) and dotted(node.func).rpartition(".")[2] in ("ModuleList", "ModuleDict"):
        plain = "list" if dotted(node.func).endswith("List") else "dict"
        yield node.with_changes(func=cst.Name(plain))


def buffer(place: Place) -> Iterator[Replacement]:
    """A plain attribute, or a parameter, instead of a buffer; one that is not saved."""
    node = place.node
    if not isinstance(node, cst.SimpleStatementLine) or not isinstance(node.body[0], cst.Expr):
        return
    call = node.body[0].value
    if not isinstance(call, cst.Call) or dotted(call.func) != "self.register_buffer" or len(call.args) < 2:
        return
    name, value = call.args[0].value, code(call.args[1].value)
    if isinstance(name, cst.SimpleString):
        attribute = f"self.{name.raw_value}"
        yield statement(f"{attribute} = {value}\n")
        yield statement(f"{attribute} = nn.Parameter({value})\n")
        yield statement(f"self.register_buffer({name.value}, {value}, persistent=False)\n")


def first_group(place: Place) -> Iterator[Replacement]:
    """The first parameter group, the first parameter, the first module only."""
    node = place.node
    if isinstance(node, cst.Attribute) and node.attr.value == "param_groups" and not _is_indexed(place):
        yield expression(f"{code(node)}[:1]")
    elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _COLLECTIONS:
        yield expression(f"list({code(node)})[:1]")
        yield expression(f"list({code(node)})[:-1]")


def _is_indexed(place: Place) -> bool:
    return isinstance(place.parent, cst.Subscript) and place.parent.value is place.node


OPERATORS: tuple[Operator, ...] = (activation, layer, surplus_activation, mode, plain_list, buffer, first_group)
