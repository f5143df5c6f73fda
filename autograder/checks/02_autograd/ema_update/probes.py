"""Probes of ema_update: they run beside the student's code, observe, and know no answer."""

import gc
import operator
import weakref

import torch

from ..common_probes import _changed, _hooks, _shared_state

# ema_update


class _Kept:
    """A tensor that autograd saved for a backward to come."""

    def __init__(self, tensor):
        self.tensor = tensor


def averaged(student, shadow, model, decays):
    """Update the shadow once for each decay; return what both modules are like, and what autograd still holds."""
    parameters, alive = list(shadow.parameters()), weakref.WeakSet()

    def pack(tensor):
        kept = _Kept(tensor)
        alive.add(kept)
        return kept

    modules = [*shadow.modules(), *model.modules()]
    trained = [*shadow.parameters(), *model.parameters()]
    modes = [module.training for module in modules]
    for parameter in trained[::2]:
        parameter.grad = torch.full_like(parameter, 3.0)
    hooks, state = _hooks(shadow, model), _shared_state()
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda kept: kept.tensor):
        returned = [student.ema_update(shadow, model, decay) for decay in decays[:2]]
        tensors = _tensors() if decays[2:] else 0
        returned += [student.ema_update(shadow, model, decay) for decay in decays[2:]]
    gc.collect()
    now = list(shadow.parameters())
    seen = {
        "returned": returned,
        "globals": _changed(state),
        "hooks kept": _hooks(shadow, model) == hooks,
        "same objects": len(now) == len(parameters) and all(map(operator.is_, now, parameters)),
        "leaves": all(p.is_leaf for p in now),
        "flags": [p.requires_grad for p in now],
        "held by autograd": len(alive),
        "more tensors": _tensors() - tensors if decays[2:] else 0,
        "shadow": _values(shadow.named_parameters()),
        "shadow buffers": _values(shadow.named_buffers()),
        "model": _values([*model.named_parameters(), *model.named_buffers()]),
        "made in inference mode": any(t.is_inference() for t in [*now, *shadow.buffers()]),
        "grads kept": all(p.grad is not None and bool((p.grad == 3.0).all()) for p in trained[::2])
        and all(p.grad is None for p in trained[1::2]),
        "modes kept": modes == [module.training for module in modules],
        "model flags": [p.requires_grad for p in model.parameters()],
    }
    with torch.no_grad():
        for buffer in model.buffers():
            buffer.copy_(~buffer if buffer.dtype == torch.bool else buffer + 1)
    seen["shadow buffers after a write into the model's"] = _values(shadow.named_buffers())
    return seen


def _tensors():
    """How many tensors there are in the process."""
    return sum(issubclass(type(found), torch.Tensor) for found in gc.get_objects())


def _values(named):
    return {name: tensor.detach().clone() for name, tensor in named}
