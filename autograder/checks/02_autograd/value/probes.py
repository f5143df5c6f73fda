"""Probes of value: they run beside the student's code, observe, and know no answer."""

import operator
import sys
from contextlib import contextmanager

import torch
import torch.autograd.forward_ad as forward_ad

from ..common_probes import _changed, _shared_state, _Spent

# Value

_OPERATIONS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "negative": operator.neg,
    "relu": lambda a: a.relu(),
    "tanh": lambda a: a.tanh(),
    "exp": lambda a: a.exp(),
}


def built(student, program):
    """The nodes of an expression graph: each step is ("leaf", number) or (operation, operands).

    An operand is ("node", index of an earlier step) or ("number", number).
    """
    nodes = []
    for operation, *operands in program:
        if operation == "leaf":
            nodes.append(student.Value(operands[0]))
            continue
        parts = [nodes[what] if kind == "node" else what for kind, what in operands]
        nodes.append(_OPERATIONS[operation](*parts))
    return nodes


def calculated(student, programs):
    """The data of every node of every program."""
    return [[node.data for node in built(student, program)] for program in programs]


class ValueUsesAutograd(Exception):
    """Shown to the student, by this name."""


def _refused(*args, **kwargs):
    raise ValueUsesAutograd("Value is to be written with nothing but Python and math")


@contextmanager
def _no_autograd():
    """Whoever has PyTorch differentiate in here gets an error instead."""
    engine, dual_level = torch.autograd._engine_run_backward, forward_ad.enter_dual_level
    torch.autograd._engine_run_backward, forward_ad.enter_dual_level = _refused, _refused
    try:
        yield
    finally:
        torch.autograd._engine_run_backward, forward_ad.enter_dual_level = engine, dual_level


def differentiated(student, programs, results=1):
    """The grad of every node of every program, after backward on the last node (on the last ones, first to last)."""
    grads = []
    for program in programs:
        nodes = built(student, program)
        with _no_autograd():
            for node in nodes[-results:]:
                node.backward()
        grads.append([node.grad for node in nodes])
    return grads


def chain(student, start, factor, length):
    """y = y · factor + x, again and again from y = x: a chain of two nodes a step, all of which share x.

    In every other step what has grown so far stands on the right.
    """
    leaf = student.Value(start)
    end = leaf
    for step in range(length):
        end = leaf + factor * end if step % 2 else end * factor + leaf
    with _no_autograd():
        end.backward()
    return {"data": end.data, "grad": leaf.grad}


def doubled(student, start, times, most_lines):
    """y = y + y, again and again: few nodes and very many paths. `grad` is None where too many lines ran."""
    leaf = student.Value(start)
    end = leaf
    for _ in range(times):
        end = end + end
    done = _lines_of_backward(end, most_lines) is not None
    return {"grad": leaf.grad if done else None}


def _lines_of_backward(end, most_lines):
    """How many lines of Python backward runs; None where they are more than that."""
    lines = 0

    def trace(frame, event, arg):
        nonlocal lines
        lines += event == "line"
        if lines > most_lines:
            raise _Spent
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        with _no_autograd():
            end.backward()
    except _Spent:
        return None
    finally:
        sys.settrace(previous)
    return lines


def lines_of_chains(student, start, lengths, most_lines):
    """How many lines backward runs for a chain of sums, for each of the lengths."""
    counted = []
    for length in lengths:
        leaf = student.Value(start)
        end = leaf
        for _ in range(length):
            end = end + leaf
        counted.append(_lines_of_backward(end, most_lines))
    return counted


def compared(student, start, length):
    """How often backward compares nodes of a chain with one another, as a search through a list of them does."""
    kind, comparisons = student.Value, 0
    own = kind.__eq__  # which a search calls for all that are not the very same object

    def equal(self, other):
        nonlocal comparisons
        comparisons += 1
        return own(self, other)

    leaf = student.Value(start)
    end = leaf
    for _ in range(length):
        end = end + leaf
    inherited = "__eq__" not in vars(kind)
    kind.__eq__ = equal
    try:
        with _no_autograd():
            end.backward()
    finally:
        if inherited:
            del kind.__eq__
        else:
            kind.__eq__ = own
    return {"comparisons": comparisons, "grad": leaf.grad}


def trained(student, start, inputs, rate, steps):
    """Fit tanh(weight · input + bias) to 0.5 by gradient descent; return the data of weight and bias at the end."""
    weight, bias = parameters = [student.Value(number) for number in start]
    for _ in range(steps):
        loss = 0
        for number in inputs:
            loss += ((weight * number + bias).tanh() - 0.5) ** 2
        for parameter in parameters:
            parameter.grad = 0.0
        with _no_autograd():
            loss.backward()
        for parameter in parameters:
            parameter.data = parameter.data - rate * parameter.grad
    return [parameter.data for parameter in parameters]


_WITH_ASSIGNMENT = {"+": operator.iadd, "-": operator.isub, "*": operator.imul, "/": operator.itruediv}


def assigned_with_an_operation(student, operation, left, right):
    """What becomes of a node that has two names when an operation assigns to one of them, as in a += b."""
    one, other = student.Value(left), student.Value(right)
    result = _WITH_ASSIGNMENT[operation](one, other)
    return {"new": result is not one, "data": one.data, "grad": one.grad}


def around_an_operation(student, program):
    """Data and grad of every node before and after the last step, whether that made a new Value, and what it gives."""
    state = _shared_state()
    nodes = built(student, program[:-1])
    before = [(node.data, node.grad) for node in nodes]
    operation, *operands = program[-1]
    parts = [nodes[what] if kind == "node" else what for kind, what in operands]
    result = _OPERATIONS[operation](*parts)
    seen = {
        "before": before,
        "after": [(node.data, node.grad) for node in nodes],
        "new": not any(result is node for node in nodes),
        "is a Value": isinstance(result, student.Value),
        "data": result.data,
        "grad": result.grad,
    }
    result.backward()
    seen["globals"] = _changed(state)
    seen["after backward"] = [node.data for node in nodes]
    seen["grads"] = [node.grad for node in [*nodes, result]]
    return seen
