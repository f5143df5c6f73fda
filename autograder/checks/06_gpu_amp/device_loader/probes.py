"""Probes of device_loader: they run beside the student's code, observe, and know no answer."""

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset

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


class _Augmented(Dataset):
    """A dataset that gives a sample another number each time, as one does that turns pictures at random.

    It draws, and counts nothing: a process that reads samples for the loader has a copy of it, a new one in each epoch.
    """

    def __init__(self, numbers):
        self.numbers = numbers

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, index):
        return self.numbers[index] + 1000 * torch.randint(10**9, ())


def augmented_epochs(student, numbers, batch_size, epochs):
    """The batches of some epochs over a dataset that gives something new each time, and has no tensors to be seen."""
    loader = student.make_device_loader(_Augmented(numbers), batch_size, "cpu")
    return [[_plain(x) for x in loader] for _ in range(epochs)]
