"""Probes of logistic_bump: they run beside the student's code, observe, and know no answer."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode


def asked_beside_x(student, x):
    """Whether logistic_bump_grad works one function out at two points that lie a little apart for all of x.

    A formula uses numbers such as 2x and -x; a difference uses, for one function or another, x and x + h.
    """
    points = _Points(x.shape)
    with points:
        student.logistic_bump_grad(x.clone())
    return any(_a_little_apart(one, other) for seen in points.of.values() for one in seen for other in seen)


class _Points(TorchDispatchMode):
    """Notes at which points each function of one tensor is worked out."""

    FUNCTIONS = ("exp", "exp2", "expm1", "sigmoid", "log_sigmoid_forward", "softplus", "tanh", "cosh", "sinh", "pow")

    def __init__(self, shape):
        super().__init__()
        self.shape, self.of = shape, {name: [] for name in self.FUNCTIONS}

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        name = func.overloadpacket.__name__.rstrip("_")
        if name in self.of:
            at = next((arg for arg in args if isinstance(arg, torch.Tensor) and arg.dim()), None)
            if at is not None and at.shape == self.shape:
                self.of[name].append(at.detach().double().clone())
        return func(*args, **(kwargs or {}))


def _a_little_apart(one, other):
    by = (one - other).flatten()
    least, most = float(by.abs().min()), float(by.abs().max())
    same_step = least > 1e-9 and most < 0.3 and float(by.std()) < 1e-3 * most
    return same_step or (least > 1e-6 and most < 0.02)  # more than a conversion to float32 and back
