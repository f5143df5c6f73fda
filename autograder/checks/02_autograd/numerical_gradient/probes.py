"""Probes of numerical_gradient: they run beside the student's code, observe, and know no answer."""

import torch

from ..common_probes import FUNCTIONS, _changed, _grad, _shared_state

FUNCTIONS = FUNCTIONS | {
    "the first number itself": lambda x: x.reshape(-1)[0],  # where x is contiguous, a view of it
    "ripples": lambda x: (1e6 * x).sin().sum(),  # so short that a step of 1e-6 is not small
}

# numerical_gradient


def differences(student, name, x, eps=None, followed=False, weighted=False, inner=False, grad=None):
    """Ask for the numerical gradient of a function, and note what the function was handed.

    Autograd cannot follow the function, unless `followed`: then it can, and x requires grad. With `weighted`, the
    function has a weight that requires grad, and so have its results; with `inner`, it uses autograd itself.
    """
    weight = torch.ones((), dtype=torch.float64, requires_grad=True)
    dtypes, shapes, steps, before, steady, recording = set(), set(), [0.0], x.detach().clone(), True, True

    def f(at):
        nonlocal steady, recording
        recording = recording and torch.is_grad_enabled()
        steady = steady and torch.equal(x, before)
        dtypes.add(getattr(at, "dtype", None))
        shapes.add(tuple(getattr(at, "shape", ())))
        if getattr(at, "shape", None) == before.shape:
            steps.append(float((at.detach() - before).abs().max()))
        if inner:
            with torch.enable_grad():
                leaf = at.detach().clone().requires_grad_()
                torch.autograd.grad(FUNCTIONS[name](leaf), leaf)
        found = FUNCTIONS[name](at if followed else at.detach())
        return found * weight if weighted else found  # a product would be no view of what f was handed

    x.requires_grad_(followed)
    x.grad = grad
    state = _shared_state()
    result = student.numerical_gradient(f, x) if eps is None else student.numerical_gradient(f, x, eps=eps)
    return {
        "result": result,
        "dtypes": sorted(map(str, dtypes)),
        "shapes": sorted(shapes),
        "largest step": max(steps),
        "x": x.detach().clone(),
        "as it was whenever f ran": steady,
        "autograd was on whenever f ran": recording,
        "requires_grad": x.requires_grad,
        "grad": _grad(x),
        "globals": _changed(state),
    }
