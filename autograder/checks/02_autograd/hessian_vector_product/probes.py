"""Probes of hessian_vector_product: they run beside the student's code, observe, and know no answer."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from ..common_probes import FUNCTIONS, _autograd_watched, _changed, _grad, _noting, _shared_state, _Spent, _told

# hessian_vector_product


def hessian_product(student, name, x, v, requires_grad=False, grad=None, v_requires_grad=False, v_grad=None):
    """Ask for the product of a function's Hessian with v, and see what x and v are like afterwards."""
    x.requires_grad_(requires_grad)
    v.requires_grad_(v_requires_grad)
    x.grad, v.grad = grad, v_grad
    state = _shared_state()
    f, called = _noting(FUNCTIONS[name], x)
    result = student.hessian_vector_product(f, x, v)
    return {
        "result": result.detach().clone() if isinstance(result, torch.Tensor) else result,
        "in a graph": isinstance(result, torch.Tensor) and result.requires_grad,
        "called": _told(called),
        "x": x.detach().clone(),
        "v": v.detach().clone(),
        "requires_grad": [x.requires_grad, v.requires_grad],
        "grads": [_grad(x), _grad(v)],
        "globals": _changed(state),
    }


def product_with_calculated_v(student, name, x):
    """The products with a v that is x itself, twice, and with one that was calculated from x.

    x requires grad from the second on.
    """
    results = [student.hessian_vector_product(FUNCTIONS[name], x, x)]
    x.requires_grad_()
    results += [student.hessian_vector_product(FUNCTIONS[name], x, v) for v in (x, -3 * x)]
    return [result.detach() if isinstance(result, torch.Tensor) else result for result in results]


def products_before_and_after(student, name, x, v, changed):
    """The products with the same function and tensors, of which x holds other numbers the second time, v the third."""
    f, results = FUNCTIONS[name], []
    for tensor, numbers in ((x, x.clone()), (x, changed), (v, changed)):
        tensor.copy_(numbers)
        result = student.hessian_vector_product(f, x, v)
        results.append(result.detach().clone() if isinstance(result, torch.Tensor) else result)
    return results


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


def small_hessian_product(student, name, x, v):
    """The product for a short x, the largest number of elements made on the way, and the uses of autograd."""
    budget, used = _Budget(most=10**6), {"backward": 0, "into .grad": 0, "forward": 0}
    with budget, _autograd_watched(used):
        result = student.hessian_vector_product(FUNCTIONS[name], x, v)
    result = result.detach() if isinstance(result, torch.Tensor) else result
    return {"result": result, "largest": budget.largest, "differentiated": used}
