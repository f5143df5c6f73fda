"""Probes of device_loader: they run beside the student's code, observe, and know no answer."""

import torch
from torch.utils.data import DataLoader, TensorDataset

from ..common_probes import _machine, _plain, _watched

# Loaders


def loader_made(student, numbers, batch_size, device, as_string, machine, epochs):
    """make_device_loader for a device; whether it pins, and the batches of some epochs."""
    make_device_loader, settings = _watched(student.make_device_loader)
    with _machine(machine):
        dataset = TensorDataset(numbers)
        loader = make_device_loader(dataset, batch_size, device if as_string else torch.device(device))
        seen = {"type": type(loader).__name__, "settings": settings, "is a DataLoader": isinstance(loader, DataLoader)}
        if seen["is a DataLoader"]:
            seen["pins"] = bool(loader.pin_memory)
            seen["same dataset"] = loader.dataset is dataset
            epochs = [[x for (x,) in loader] for _ in range(epochs)]
            seen["epochs"] = [[_plain(x) for x in batches] for batches in epochs]
            seen["places"] = sorted({x.device.type for batches in epochs for x in batches})
        return seen
