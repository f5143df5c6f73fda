"""Probes for the tests of `student`."""

import os

import torch


def cube_of_many(student, count):
    return [student.cube(number) for number in range(count)]


@torch.no_grad()
def grad_mode(student):
    return torch.is_grad_enabled()


def switches(student, x):
    """What depends on PyTorch's switches, and those that nothing small depends on."""
    a = torch.full((2, 2), 1 / 3, requires_grad=True)
    product = a @ a
    if product.requires_grad:
        product.sum().backward()
    return {
        "product": (str(product.dtype), str(product.device), product.requires_grad),
        "value": product.tolist(),
        "gradient": None if a.grad is None else a.grad.tolist(),
        "inference": (torch.is_inference_mode_enabled(), x.is_inference()),
        "defaults": (str(torch.get_default_dtype()), str(torch.get_default_device())),
        "autocast": [(torch.is_autocast_enabled(d), str(torch.get_autocast_dtype(d))) for d in ("cpu", "cuda")],
        "cache": torch.is_autocast_cache_enabled(),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
        "anomaly": torch.is_anomaly_enabled(),
        "precision": torch.get_float32_matmul_precision(),
    }


def remove(student, paths):
    for path in paths:
        os.rmdir(path)


def graphs_noted(student, x):
    """How many graphs a backend of the student's has got: after a call as checks make it, and after one compiled."""
    student.noted(x)
    before = len(student.graphs)
    with torch.compiler.set_stance("default"):
        student.noted(x)
    return [before, len(student.graphs)]
