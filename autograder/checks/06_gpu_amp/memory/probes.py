"""Probes of memory: they run beside the student's code, observe, and know no answer."""

import torch
from torch import nn

from ..common_probes import _watched

# Memory


def bill(student, model, optimizer_name, dtype, device):
    """training_memory of a model on a device; what is left of the model's own dtypes."""
    model = model.to(device)
    before = {name: (str(p.dtype), p.device.type) for name, p in model.named_parameters()}
    training_memory, settings = _watched(student.training_memory)
    memory = training_memory(model, optimizer_name, dtype)
    after = {name: (str(p.dtype), p.device.type) for name, p in model.named_parameters()}
    return {"memory": memory, "before": before, "after": after, "settings": settings}


def bill_of_a_giant(student, width, depth, optimizer_name, dtype):
    """training_memory of a model that is far too large for this machine: on the device "meta" it has shapes alone."""
    with torch.device("meta"):
        model = nn.Sequential(*[nn.Linear(width, width) for _ in range(depth)])
    return student.training_memory(model, optimizer_name, dtype)
