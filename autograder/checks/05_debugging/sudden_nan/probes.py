"""Probes of sudden_nan: they run beside the student's code, observe, and know no answer."""

import torch


def gradient_of_what_x_comes_from(student, source, upstream):
    """The gradient of what x was calculated from, for an x that is twice that."""
    source = source.clone().requires_grad_()
    (grad,) = torch.autograd.grad(student.lengths(2 * source), source, upstream, allow_unused=True)
    return grad


def hooks_left(student, x):
    """How many hooks are on an x that requires grad once its lengths are known."""
    x = x.detach().clone().requires_grad_()
    student.lengths(x)
    return len(x._backward_hooks or ())
