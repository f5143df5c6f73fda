"""One function for each type, chosen by functools.singledispatch."""

import functools


@functools.singledispatch
def to_device(obj, device):
    return obj


@to_device.register
def _(obj: torch.Tensor, device):
    return obj.to(device, non_blocking=True)


@to_device.register
def _(obj: dict, device):
    return {key: to_device(value, device) for key, value in obj.items()}


@to_device.register
def _(obj: list, device):
    return list(map(lambda value: to_device(value, device), obj))


@to_device.register
def _(obj: tuple, device):
    moved = (to_device(value, device) for value in obj)
    return obj._make(moved) if hasattr(obj, "_fields") else tuple(moved)
