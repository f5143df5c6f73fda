"""Probes of leaky_relu: they run beside the student's code, observe, and know no answer."""

from contextlib import suppress

import torch

from ..common_probes import _changed, _shared_state

# leaky_relu


def graph_of_leaky_relu(student, x, slope):
    """The result, what made it, whether LeakyReLU is an autograd Function, and whether it is in the result's graph.

    And what the class itself gives for x and slope; None where that raises an error.
    """
    own = student.LeakyReLU
    result = student.leaky_relu(x.requires_grad_(), slope)
    applied = None
    for given in (slope, torch.tensor(slope)):  # which a class may keep beside x, as a tensor
        with suppress(Exception):  # of a class that takes other arguments
            applied = own.apply(x.detach().clone(), given)
            break
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
        "applied": applied,
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


def watched_by_leaky_relu(student, x):
    """Whether an x that requires no grad does after a call."""
    student.leaky_relu(x)
    return x.requires_grad


def backward_of_leaky_relu(student, x, slope, upstream):
    """Run backward with an upstream gradient; return the gradient, and the upstream gradient and x as they are then."""
    x.requires_grad_()
    result = student.leaky_relu(x, slope)
    state = _shared_state()
    (grad,) = torch.autograd.grad(result, x, upstream)
    changed = _changed(state)
    return {
        "globals": changed,
        "grad": grad,
        "upstream": upstream.clone(),
        "x": x.detach().clone(),
        "result": result.detach().clone(),
    }


def two_uses_of_leaky_relu(student, x, slopes, upstream):
    """The gradient of x, of which each row goes through leaky_relu on its own, and backward through all at the end.

    First through all at once, which begins with the last of them; then through one after the other, from the first on.
    """
    x.requires_grad_()
    results = [student.leaky_relu(row, slope) for row, slope in zip(x, slopes, strict=True)]
    (at_once,) = torch.autograd.grad(torch.stack(results), x, upstream)
    results = [student.leaky_relu(row, slope) for row, slope in zip(x, slopes, strict=True)]
    in_turn = [torch.autograd.grad(result, x, part)[0] for result, part in zip(results, upstream, strict=True)]
    return [at_once, sum(in_turn)]
