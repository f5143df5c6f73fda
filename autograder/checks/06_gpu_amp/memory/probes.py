"""Probes of memory: they run beside the student's code, observe, and know no answer."""

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from ..common_probes import _thawed, _watched

# Memory


class _Made(TorchDispatchMode):
    """Notes how many elements the largest new tensor has that takes memory: none on "meta", and no view.

    Where `nothing_given`, whatever an operation meets is new as well: `torch.tensor` calls none that could be seen.
    """

    def __init__(self, nothing_given=False):
        super().__init__()
        self.largest, self._nothing_given = 0, nothing_given

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        given = tree_leaves([args, kwargs])
        new = [] if func.is_view else [part for part in tree_leaves(result) if not any(part is one for one in given)]
        for part in [*new, *given] if self._nothing_given else new:
            if isinstance(part, torch.Tensor) and part.device.type != "meta":
                self.largest = max(self.largest, part.numel())
        return result


def bill(student, model, optimizer_name, dtype, device):
    """training_memory of a model on a device; what is left of the model's own dtypes."""
    model = model.to(device)
    before = {name: (str(p.dtype), p.device.type) for name, p in model.named_parameters()}
    training_memory, settings = _watched(student.training_memory)
    *_, last = model.modules()
    last.train(not last.training)
    modes = [part.training for part in model.modules()]
    with _Made() as made:
        memory = training_memory(model, optimizer_name, dtype)
    settings += ["the mode of the model"] * (modes != [part.training for part in model.modules()])
    settings += _thawed(lambda: student.training_memory(model, optimizer_name, dtype), model)
    after = {name: (str(p.dtype), p.device.type) for name, p in model.named_parameters()}
    return {"memory": memory, "before": before, "after": after, "settings": settings, "largest made": made.largest}


def bill_of_a_giant(student, width, depth, optimizer_name, dtype):
    """training_memory of a model that is far too large for this machine: on the device "meta" it has shapes alone."""
    with torch.device("meta"):
        model = nn.Sequential(*[nn.Linear(width, width) for _ in range(depth)])
    return student.training_memory(model, optimizer_name, dtype)


def numbers_in_a_tensor(student, shape, dtype):
    """How many elements the largest tensor has that tensor_bytes works with, of those that take memory."""
    with _Made(nothing_given=True) as made:
        student.tensor_bytes(shape, dtype)
    return made.largest
