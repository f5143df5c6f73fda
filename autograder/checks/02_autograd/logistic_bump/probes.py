"""Probes of logistic_bump: they run beside the student's code, observe, and know no answer."""

import torch


def asked_beside_x(student, x):
    """Whether logistic_bump_grad asks logistic_bump for its values at points a little beside all of x."""
    names = getattr(student.logistic_bump_grad, "__globals__", {})
    bump, shifts = names.get("logistic_bump"), []

    def noted(at, *args, **kwargs):
        if isinstance(at, torch.Tensor) and at.shape == x.shape:
            shifts.append((at.detach().double() - x.double()).flatten())
        return bump(at, *args, **kwargs)

    names["logistic_bump"] = noted
    try:
        student.logistic_bump_grad(x)
    finally:
        names["logistic_bump"] = bump
    return any(float(by.abs().min()) > 0 and float(by.abs().max()) < 0.2 for by in shifts)
