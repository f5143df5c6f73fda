"""Probes of device_error: they run beside the student's code, observe, and know no answer."""

import torch
from torch import nn


def average_on_accelerator(student, sizes, state, x, upstream, help_with=None, back=False):
    """A PastAverage with given weights on the simulated accelerator; `back` moves it to the CPU again afterwards.

    `help_with` "attributes" moves tensors that are plain attributes of the module, "new tensors" makes the accelerator
    the default for tensors made in forward.
    """
    import simgpu

    model = student.PastAverage(*sizes)
    (layer,) = (part for part in model.modules() if isinstance(part, nn.Linear))
    layer.load_state_dict(state)
    before = model(x).detach().cpu() if back else None
    model.to("simgpu")
    if help_with == "attributes":
        for part in model.modules():
            for name, value in vars(part).items():
                if isinstance(value, torch.Tensor):
                    setattr(part, name, value.to("simgpu"))
    there = x.to("simgpu")
    if help_with == "new tensors":
        with torch.device("simgpu"):
            result = model(there)
    else:
        result = model(there)
    seen = {"device": result.device.type, "result": result.detach().cpu(), "accelerator": simgpu.is_available()}
    seen["parameters"] = sum(p.numel() for p in model.parameters())
    if result.requires_grad:
        result.backward(upstream.to(result.device))
    seen["gradients"] = {n: None if p.grad is None else p.grad.cpu() for n, p in layer.named_parameters()}
    if back:
        result = model.to("cpu")(x)
        seen["before"], seen["after"], seen["last device"] = before, result.detach().cpu(), result.device.type
    return seen
