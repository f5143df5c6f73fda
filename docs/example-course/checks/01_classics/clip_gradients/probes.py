"""What the checks of clip_gradients observe inside the student's process."""

import torch


def clipped_from_an_iterator(student, gradients, max_norm):
    """The norm and the gradients after clipping, where the parameters come from an iterator."""
    parameters = []
    for gradient in gradients:
        parameter = torch.nn.Parameter(torch.zeros_like(gradient))
        parameter.grad = gradient.clone()
        parameters.append(parameter)
    norm = student.clip_gradients(iter(parameters), max_norm)
    return norm, [parameter.grad for parameter in parameters]


def kept_gradients(student, gradients, max_norm):
    """The tensors that were the gradients before clipping, after it."""
    held = [gradient.clone() for gradient in gradients]
    parameters = [torch.nn.Parameter(torch.zeros_like(gradient)) for gradient in held]
    for parameter, gradient in zip(parameters, held, strict=True):
        parameter.grad = gradient
    student.clip_gradients(parameters, max_norm)
    return [parameter.grad is gradient for parameter, gradient in zip(parameters, held, strict=True)], held
