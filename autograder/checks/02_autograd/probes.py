"""Probes of 02_autograd: they run beside the student's code, build what it is asked about, observe, know no answer."""

import gc
import operator
import random
import sys
import weakref
from contextlib import contextmanager

import numpy as np
import torch
import torch.autograd.forward_ad as forward_ad
from torch.utils._python_dispatch import TorchDispatchMode


def _positions(x):
    return torch.arange(1, x.numel() + 1, dtype=x.dtype)


# Functions of a tensor of any shape, for the exercises that are handed one.
FUNCTIONS = {
    "quartic": lambda x: (x**4).sum(),
    "waves": lambda x: (x.sin().reshape(-1) * _positions(x)).sum(),
    # Not logsumexp: its derivative in forward mode writes into what reverse mode has saved, so a mix of both fails.
    "log of summed exponentials": lambda x: x.exp().sum().log(),
    "neighbours": lambda x: (x.reshape(-1) ** 2 * x.reshape(-1).roll(-1)).sum(),
    "square of summed squares": lambda x: (x**2).sum() ** 2,
    "first alone": lambda x: x.reshape(-1)[0] ** 3,
}


def _shared_state():
    """What all code shares, by the words a student reads."""
    numpy = np.random.get_state(legacy=False)
    return {
        "torch's random state": torch.default_generator.get_state().numpy().tobytes(),
        "NumPy's random state": (numpy["state"]["key"].tobytes(), numpy["state"]["pos"]),
        "Python's random state": random.getstate(),
        "the default dtype": torch.get_default_dtype(),
        "the gradient mode": torch.is_grad_enabled(),
    }


def _changed(before):
    return [name for name, value in _shared_state().items() if value != before[name]]


def _grad(tensor):
    """A tensor's .grad as data; reading it must not warn where the tensor is no leaf."""
    return tensor.grad.detach().clone() if tensor.is_leaf and tensor.grad is not None else None


def _noting_shapes(function):
    """The function, and the set of the shapes that it is called with."""
    shapes = set()

    def f(at):
        shapes.add(tuple(at.shape))
        return function(at)

    return f, shapes


# value_and_grad


def value_and_grad_of(student, name, x, requires_grad=False, grad=None, times=1):
    """Ask for value and gradient of a function at x, so many times; return the answers and what x is like then."""
    x.requires_grad_(requires_grad)
    x.grad = grad
    state = _shared_state()
    f, shapes = _noting_shapes(FUNCTIONS[name])
    results = [student.value_and_grad(f, x) for _ in range(times)]
    return {
        "results": results,
        "shapes": sorted(shapes),
        "x": x.detach().clone(),
        "requires_grad": x.requires_grad,
        "grad": _grad(x),
        "globals": _changed(state),
    }


def value_and_grad_inside_a_graph(student, name, x):
    """Ask at a tensor that was calculated from x, and see what that does to x and to the calculation."""
    x.requires_grad_()
    given = x * x
    results = [student.value_and_grad(FUNCTIONS[name], given)]
    seen = {
        "results": results,
        "given": given.detach().clone(),
        "requires_grad": given.requires_grad,
        "still calculated": given.grad_fn is not None,
        "grad of x": _grad(x),
    }
    with torch.no_grad():
        x.grad = torch.zeros_like(x)
    try:
        given.sum().backward()
        seen["gradient of the calculation"] = _grad(x)
    except RuntimeError:
        seen["gradient of the calculation"] = None
    return seen


# bridge, by_hand, logistic_bump, accumulation, mse_gradients


@contextmanager
def _autograd_watched(used):
    """Count in `used` how often PyTorch differentiates, in reverse and in forward mode."""
    engine, dual_level = torch.autograd._engine_run_backward, forward_ad.enter_dual_level

    def backward(*args, **kwargs):
        used["backward"] += 1
        return engine(*args, **kwargs)

    def forward(*args, **kwargs):
        used["forward"] += 1
        return dual_level(*args, **kwargs)

    # Every way to a gradient in reverse mode ends in the one, and every way in forward mode begins with the other.
    torch.autograd._engine_run_backward, forward_ad.enter_dual_level = backward, forward
    try:
        yield
    finally:
        torch.autograd._engine_run_backward, forward_ad.enter_dual_level = engine, dual_level


def results_and_use_of_autograd(student, name, inputs):
    """Call a function of the student's on each list of arguments; return the results and how often it had PyTorch
    differentiate, either way."""
    call, used = getattr(student, name), {"backward": 0, "forward": 0}
    with _autograd_watched(used):
        results = [call(*args) for args in inputs]
    return {"results": results, "differentiated": used}


# head_only_loss


def head_only_step(student, backbone, head, x, y, grads=None):
    """Ask for the loss, call backward on it, and return what both modules are like.

    `grads` are gradients that the backbone's parameters have before the call.
    """
    for parameter, grad in zip(backbone.parameters(), grads or [None] * 100, strict=False):
        parameter.grad = grad
    state = _shared_state()
    loss = student.head_only_loss(backbone, head, x, y)
    seen = {
        "loss": loss.detach().clone() if isinstance(loss, torch.Tensor) else loss,
        "flags": [[p.requires_grad for p in module.parameters()] for module in (backbone, head)],
        "modes": [[part.training for part in module.modules()] for module in (backbone, head)],
        "weights": [[p.detach().clone() for p in module.parameters()] for module in (backbone, head)],
        "globals": _changed(state),
        "backward": None,
    }
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        seen["backward"] = "impossible"
    else:
        try:
            loss.backward()
        except RuntimeError:
            seen["backward"] = "refused"
    seen["gradients"] = [[_grad(p) for p in module.parameters()] for module in (backbone, head)]
    return seen


# ema_update


class _Kept:
    """A tensor that autograd saved for a backward to come."""

    def __init__(self, tensor):
        self.tensor = tensor


def averaged(student, shadow, model, decays):
    """Update the shadow once for each decay; return what both modules are like, and what autograd still holds."""
    parameters, alive = list(shadow.parameters()), weakref.WeakSet()

    def pack(tensor):
        kept = _Kept(tensor)
        alive.add(kept)
        return kept

    state = _shared_state()
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda kept: kept.tensor):
        returned = [student.ema_update(shadow, model, decay) for decay in decays]
    gc.collect()
    now = list(shadow.parameters())
    seen = {
        "returned": returned,
        "globals": _changed(state),
        "same objects": len(now) == len(parameters) and all(map(operator.is_, now, parameters)),
        "leaves": all(p.is_leaf for p in now),
        "flags": [p.requires_grad for p in now],
        "held by autograd": len(alive),
        "shadow": _values(shadow.named_parameters()),
        "shadow buffers": _values(shadow.named_buffers()),
        "model": _values([*model.named_parameters(), *model.named_buffers()]),
        "model flags": [p.requires_grad for p in model.parameters()],
    }
    with torch.no_grad():
        for buffer in model.buffers():
            buffer += 1
    seen["shadow buffers after a write into the model's"] = _values(shadow.named_buffers())
    return seen


def _values(named):
    return {name: tensor.detach().clone() for name, tensor in named}


# numerical_gradient


def differences(student, name, x, eps=None, followed=False):
    """Ask for the numerical gradient of a function, and note what the function was handed.

    Autograd cannot follow the function, unless `followed`: then it can, and x requires grad.
    """
    dtypes, shapes, before, steady = set(), set(), x.detach().clone(), True

    def f(at):
        nonlocal steady
        steady = steady and torch.equal(x, before)
        dtypes.add(getattr(at, "dtype", None))
        shapes.add(tuple(getattr(at, "shape", ())))
        return FUNCTIONS[name](at if followed else at.detach())

    x.requires_grad_(followed)
    state = _shared_state()
    result = student.numerical_gradient(f, x) if eps is None else student.numerical_gradient(f, x, eps=eps)
    return {
        "result": result,
        "dtypes": sorted(map(str, dtypes)),
        "shapes": sorted(shapes),
        "x": x.detach().clone(),
        "as it was whenever f ran": steady,
        "requires_grad": x.requires_grad,
        "has a grad": x.grad is not None,
        "globals": _changed(state),
    }


# leaky_relu


def graph_of_leaky_relu(student, x, slope):
    """The result, what made it, whether LeakyReLU is an autograd Function, and whether it is in the result's graph."""
    own = student.LeakyReLU
    result = student.leaky_relu(x.requires_grad_(), slope)
    nodes, seen = [getattr(result, "grad_fn", None)], set()
    while nodes:
        node = nodes.pop()
        if node is not None and node not in seen:
            seen.add(node)
            nodes += [parent for parent, _ in node.next_functions]
    return {
        "result": result.detach().clone() if isinstance(result, torch.Tensor) else result,
        "is a Function": isinstance(own, type) and issubclass(own, torch.autograd.Function),
        "made by": type(getattr(result, "grad_fn", None)).__name__,
        "in the graph": any(getattr(type(node), "_forward_cls", None) is own for node in seen),
    }


def gradients_of_leaky_relu(student, cases):
    """Result and gradient for each case, (x, upstream) with the usual slope or (x, upstream, slope).

    The gradient is None where the result does not require grad.
    """
    seen = []
    for x, upstream, *slope in cases:
        x.requires_grad_()
        result = student.leaky_relu(x, *slope)
        followed = isinstance(result, torch.Tensor) and result.requires_grad
        grad = torch.autograd.grad(result, x, upstream)[0] if followed else None
        seen.append((result.detach() if followed else result, grad))
    return seen


def backward_of_leaky_relu(student, x, slope, upstream):
    """Run backward with an upstream gradient; return the gradient, and the upstream gradient and x as they are then."""
    x.requires_grad_()
    result = student.leaky_relu(x, slope)
    (grad,) = torch.autograd.grad(result, x, upstream)
    return {"grad": grad, "upstream": upstream.clone(), "x": x.detach().clone(), "result": result.detach().clone()}


def two_uses_of_leaky_relu(student, x, slopes, upstream):
    """The gradient of x, of which each row goes through leaky_relu on its own, and backward through all at the end."""
    x.requires_grad_()
    results = torch.stack([student.leaky_relu(row, slope) for row, slope in zip(x, slopes, strict=True)])
    (grad,) = torch.autograd.grad(results, x, upstream)
    return grad


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
    """y = y · factor + x, again and again from y = x: a chain of two nodes a step, all of which share x."""
    leaf = student.Value(start)
    end = leaf
    for _ in range(length):
        end = end * factor + leaf
    with _no_autograd():
        end.backward()
    return {"data": end.data, "grad": leaf.grad}


class _Spent(BaseException):
    """A budget is used up; an `except Exception` of the student's must not stop it."""


def doubled(student, start, times, most_lines):
    """y = y + y, again and again: few nodes and very many paths. `grad` is None where too many lines ran."""
    lines = 0

    def trace(frame, event, arg):
        nonlocal lines
        lines += event == "line"
        if lines > most_lines:
            raise _Spent
        return trace

    leaf = student.Value(start)
    end = leaf
    for _ in range(times):
        end = end + end
    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        with _no_autograd():
            end.backward()
    except _Spent:
        return {"grad": None}
    finally:
        sys.settrace(previous)
    return {"grad": leaf.grad}


def trained(student, start, inputs, rate, steps):
    """Fit tanh(weight · input + bias) to 0.5 by gradient descent; return the data of weight and bias at the end."""
    weight, bias = parameters = [student.Value(number) for number in start]
    for _ in range(steps):
        loss = 0
        for number in inputs:
            loss = loss + ((weight * number + bias).tanh() - 0.5) ** 2
        for parameter in parameters:
            parameter.grad = 0.0
        with _no_autograd():
            loss.backward()
        for parameter in parameters:
            parameter.data = parameter.data - rate * parameter.grad
    return [parameter.data for parameter in parameters]


def around_an_operation(student, program):
    """Data and grad of every node before and after the last step, whether that made a new Value, and what it gives."""
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
    seen["after backward"] = [node.data for node in nodes]
    seen["grads"] = [node.grad for node in nodes]
    return seen


# hessian_vector_product


def hessian_product(student, name, x, v, requires_grad=False, grad=None):
    """Ask for the product of a function's Hessian with v, and see what x and v are like afterwards."""
    x.requires_grad_(requires_grad)
    x.grad = grad
    state = _shared_state()
    f, shapes = _noting_shapes(FUNCTIONS[name])
    result = student.hessian_vector_product(f, x, v)
    return {
        "result": result.detach().clone() if isinstance(result, torch.Tensor) else result,
        "in a graph": isinstance(result, torch.Tensor) and result.requires_grad,
        "shapes": sorted(shapes),
        "x": x.detach().clone(),
        "v": v.detach().clone(),
        "requires_grad": [x.requires_grad, v.requires_grad],
        "grads": [_grad(x), _grad(v)],
        "globals": _changed(state),
    }


class _Budget(TorchDispatchMode):
    """Notes the largest tensor that any operation makes, and ends the work after so many operations."""

    def __init__(self, most):
        super().__init__()
        self.largest, self._left = 0, most

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self._left -= 1
        if self._left < 0:
            raise _Spent
        result = func(*args, **(kwargs or {}))
        for tensor in result if isinstance(result, (tuple, list)) else [result]:
            if isinstance(tensor, torch.Tensor):
                self.largest = max(self.largest, tensor.untyped_storage().nbytes() // tensor.itemsize)
        return result


def large_hessian_product(student, name, x, v, most_operations):
    """The product for a long x, and the largest number of elements made on the way.

    `result` is None where it took more operations, `largest` where a tensor was too large for the memory.
    """
    budget = _Budget(most_operations)
    try:
        with budget:
            result = student.hessian_vector_product(FUNCTIONS[name], x, v)
    except _Spent:
        return {"result": None, "largest": budget.largest}
    except (RuntimeError, MemoryError) as problem:
        if "memory" not in str(problem).lower() and not isinstance(problem, MemoryError):
            raise
        return {"result": None, "largest": None}
    return {"result": result.detach() if isinstance(result, torch.Tensor) else result, "largest": budget.largest}


def quiz_answer(student, question):
    """The letter answered to one question, in lower case; None where there is no such answer."""
    answers = getattr(student, "answers", None)
    answer = answers.get(question) if isinstance(answers, dict) else None
    return answer.strip().lower() if isinstance(answer, str) else answer
