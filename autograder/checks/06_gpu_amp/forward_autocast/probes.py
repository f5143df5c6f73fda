"""Probes of forward_autocast: they run beside the student's code, observe, and know no answer."""

import copy
import warnings

import torch

from ..common_probes import (
    _described,
    _kept,
    _leave_gradients,
    _machine,
    _mode,
    _off,
    _plain,
    _thawed,
    _Watched,
    _watched,
    _Widened,
)


def autocast_forward(student, name, model, x, y, criterion, before=False, widened=False, followed=False):
    """forward_autocast and the caller's backward after it; what the model, the criterion and the caller saw.

    With `before`, gradients of something before lie in the model, and the caller calls no backward. A `widened` model
    is called inside of another, whose outputs are float32. With `followed`, x requires grad.
    """
    forward_autocast, settings = _watched(student.forward_autocast)
    outputs, under, inputs, during = [], [], [], set()
    with _machine(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # autocast for a device that is not there
        model.to(name)
        x, y = x.to(name).requires_grad_(followed), y.to(name)
        inputs_before = {"x": _plain(x), "y": _plain(y)}
        model.register_forward_hook(lambda module, args, output: outputs.append(str(output.dtype)))
        model.register_forward_pre_hook(lambda module, args: under.append(torch.is_autocast_enabled(name)))
        model.register_forward_pre_hook(lambda module, args: inputs.append(str(args[0].dtype)))
        model.register_forward_pre_hook(lambda module, args: during.update(str(p.dtype) for p in module.parameters()))
        mode = _mode(model)
        if before:
            _leave_gradients(model)
        watched = _Watched(criterion)
        try:
            loss = forward_autocast(_Widened(model) if widened else model, x, y, criterion, name)
            still_on = torch.is_autocast_enabled(name)
        finally:
            _off()
        seen = {
            "loss": _described(loss),
            "settings": settings,
            "inputs kept": _kept({"x": x, "y": y}, inputs_before),
            "outputs": outputs,
            "under autocast": all(under),
            "mode": [mode, _mode(model)],
            "logits": watched.logits,
            "criterion gave": watched.gave,
            "y as it is": all(target is y for target in watched.targets),
            "autocast is on": still_on,
            "parameters": sorted({str(p.dtype) for p in model.parameters()}),
            "parameters in the pass": sorted(during),
            "inputs": inputs,
            "own backward": any(p.grad is not None and bool(p.grad.any()) for p in model.parameters()),
            "gradients": None,
        }
        if before:
            kept = all(p.grad is not None and bool(p.grad.any()) for p in model.parameters())
            changed = any(p.grad is not None and bool((p.grad != 1).any()) for p in model.parameters())
            return seen | {"gradients kept": kept, "own backward": kept and changed}
        if isinstance(loss, torch.Tensor) and loss.requires_grad and loss.numel() == 1 and not seen["own backward"]:
            loss.backward()
            seen["gradients"] = {n: _plain(p.grad) for n, p in model.named_parameters() if p.grad is not None}
            seen["x reached"] = x.grad is not None
        seen = copy.deepcopy(seen)  # without what is noted from here on
        seen["settings"] += _thawed(lambda: student.forward_autocast(model, x, y, criterion, name), model)
        _off()
        return seen


def on_after_an_error(student, model, x, y, criterion):
    """Whether autocast is on after a call in which the model, or the criterion, raised."""
    found = []
    for broken in (model, criterion):
        hook = broken.register_forward_hook(_refuse)
        try:
            student.forward_autocast(model, x, y, criterion, "cpu")
        except RuntimeError:
            found.append(torch.is_autocast_enabled("cpu"))
        finally:
            _off()
            hook.remove()
    return any(found)


def _refuse(module, args, output):
    raise RuntimeError("no memory left")
