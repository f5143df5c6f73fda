"""Probes of pick_device: they run beside the student's code, observe, and know no answer."""

import contextlib
from unittest import mock

import torch

from ..common_probes import _watched

# Devices


def devices_picked_in_turn(student, machines):
    """What pick_device says on one machine after the other."""
    return [devices_picked(student, machine) for machine in machines]


def devices_picked(student, machine):
    """What pick_device says on a machine that has CUDA, the simulated accelerator alone, or nothing."""
    import simgpu

    def no(*_, **__):
        return False

    with contextlib.ExitStack() as stack:
        # PyTorch was built for CUDA and for Apple's GPUs, as most builds are: that says nothing about the machine.
        for backend in (torch.backends.cuda, torch.backends.mps):
            stack.enter_context(mock.patch.object(backend, "is_built", lambda: True))
        stack.enter_context(mock.patch.object(torch.version, "cuda", torch.version.cuda or "13.0"))
        stack.callback(torch.set_default_device, None)
        if machine == "cuda":
            stack.enter_context(simgpu.as_cuda())
            # A program asks before it has used its GPU: whether that was done yet does not say what is there.
            stack.enter_context(mock.patch.object(torch.cuda, "is_initialized", no))
        else:  # a GPU that is really there is not to be seen
            stack.enter_context(mock.patch.object(torch.cuda, "is_available", no))
            stack.enter_context(mock.patch.object(torch.cuda, "device_count", lambda: 0))
        if machine == "nothing":
            for owner in (torch.accelerator, torch.simgpu, simgpu):
                stack.enter_context(mock.patch.object(owner, "is_available", no))
                stack.enter_context(mock.patch.object(owner, "device_count", lambda: 0))
            stack.enter_context(mock.patch.object(torch.accelerator, "current_accelerator", _built_for_cuda))
        pick, settings = _watched(student.pick_device)
        device = pick()
        is_device = isinstance(device, torch.device)
        seen = {"kind": type(device).__name__, "is device": is_device, "type": device.type if is_device else None}
        seen |= {"settings": settings, "usable": is_device and _usable(device)}
        return seen | {"same object again": student.pick_device() is device}


def _usable(device):
    """Whether a tensor can be made there: this machine has one device of each type that it has."""
    try:
        torch.ones(2, device=device)
    except (AssertionError, RuntimeError):  # what PyTorch raises for a device that it lacks
        return False
    return True


def _built_for_cuda(check_available=False):
    """What torch.accelerator names where PyTorch was built for CUDA and no accelerator is there."""
    return None if check_available else torch.device("cuda")


def picked_here(student):
    """What pick_device says about this machine as it is, and where a tensor lands that is made there."""
    device = student.pick_device()
    landed = torch.ones(2, device=device).device.type if isinstance(device, torch.device) else None
    return {"type": type(device).__name__, "landed": landed}
