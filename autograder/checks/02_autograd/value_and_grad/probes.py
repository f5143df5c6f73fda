"""Probes of value_and_grad: they run beside the student's code, observe, and know no answer."""

import torch

from ..common_probes import FUNCTIONS, _changed, _grad, _noting, _shared_state, _told

# value_and_grad


def value_and_grad_of(student, name, x, requires_grad=False, grad=None, times=1):
    """Ask for value and gradient of a function at x, so many times; return the answers and what x is like then."""
    x.requires_grad_(requires_grad)
    x.grad = grad
    state = _shared_state()
    f, called = _noting(FUNCTIONS[name], x)
    results = [student.value_and_grad(f, x) for _ in range(times)]
    return {
        "results": results,
        "called": _told(called),
        "x": x.detach().clone(),
        "requires_grad": x.requires_grad,
        "grad": _grad(x),
        "globals": _changed(state),
    }


def value_and_grad_after_a_change(student, names, x, changed):
    """Ask for one function before and after the same tensor is given other numbers, and then for another function."""
    one, other = (FUNCTIONS[name] for name in names)
    results = [student.value_and_grad(one, x)]
    x.copy_(changed)
    return {"results": [*results, student.value_and_grad(one, x), student.value_and_grad(other, x)]}


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
