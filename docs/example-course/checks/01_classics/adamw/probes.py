"""What the checks of adamw observe inside the student's process: values that an optimizer leaves behind."""

import contextlib
from unittest import mock

import torch


def trajectory(student, starts, gradients, **options):
    """The parameters' values after each step; gradients[k] are those of step k, None where there is none."""
    parameters = [torch.nn.Parameter(start.clone()) for start in starts]
    optimizer = student.AdamW(iter(parameters), **options)
    values = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step, strict=True):
            parameter.grad = None if gradient is None else gradient.clone()
        optimizer.step()
        values.append([parameter.detach().clone() for parameter in parameters])
    return values


def trajectory_of_a_list(student, starts, gradients, **options):
    """As trajectory, but from a list, and each gradient's tensor kept and written to before each step."""
    parameters = [torch.nn.Parameter(start.clone()) for start in starts]
    optimizer = student.AdamW(parameters, **options)
    values = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step, strict=True):
            if parameter.grad is None:
                parameter.grad = gradient.clone()
            else:
                parameter.grad.copy_(gradient)
        optimizer.step()
        values.append([parameter.detach().clone() for parameter in parameters])
    return values


def without_ready_made_optimizers(student, starts, gradients, **options):
    """As trajectory_of_a_list, while no optimizer of torch.optim but the base class can be made."""

    def refuse(self, *arguments, **names):
        raise RuntimeError("the optimizers of torch.optim do not run here: write the update yourself")

    with contextlib.ExitStack() as patches:
        for kind in vars(torch.optim).values():
            if isinstance(kind, type) and kind is not torch.optim.Optimizer:
                patches.enter_context(mock.patch.object(kind, "__init__", refuse))
        return trajectory_of_a_list(student, starts, gradients, **options)


def after_one_step(student, start, gradient):
    """What a step leaves of the parameter and its gradient, and what zero_grad leaves of the gradient."""
    parameter = torch.nn.Parameter(start.clone())
    parameter.grad = gradient.clone()
    optimizer = student.AdamW([parameter], lr=0.1)
    optimizer.step()
    kept = parameter.requires_grad and parameter.is_leaf
    gradient_after = parameter.grad.clone()
    optimizer.zero_grad()
    return {"is a parameter": kept, "gradient": gradient_after, "forgotten": parameter.grad}
