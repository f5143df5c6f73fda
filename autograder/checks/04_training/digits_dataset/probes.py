"""Probes of digits_dataset: they run beside the student's code, observe, and know no answer."""

import itertools

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.data import DataLoader, Dataset

from ..common_probes import _as_usual, _settings, _switched_on

TRANSFORMS = {
    None: None,
    "to [-1, 1]": lambda x: (x - 0.5) / 0.5,
    "mirrored": lambda x: x.flip(-1),
    "flat": lambda x: x.flatten(),
    "described": lambda x: torch.tensor([x.dtype == torch.float32, x.dim() == 3, bool(x.max() <= 1)]),
}


def items(student, images, labels, indices, transform=None):
    """A dataset's length, and its items at these indices; for an index that is refused, what was raised."""
    dataset = (
        student.DigitsDataset(images, labels)
        if transform is None
        else student.DigitsDataset(images, labels, transform=TRANSFORMS[transform])
    )
    found = []
    for index in indices:
        try:
            found.append(dataset[index])
        except IndexError:
            found.append("IndexError")
    return {"length": len(dataset), "items": found, "is a Dataset": isinstance(dataset, Dataset)}


def item_read_twice(student, images, labels, index):
    """An item, and the same one again after the first was overwritten by zeros; and with a transform that numbers its
    calls, what it returned each time."""
    dataset = student.DigitsDataset(images, labels)
    first, _ = dataset[index]
    was = first.clone()
    first.zero_()
    calls = itertools.count()
    numbered = student.DigitsDataset(images, labels, transform=lambda image: 0 * image + next(calls))
    return {"first": was, "again": dataset[index], "calls": [float(numbered[index][0].max()) for _ in range(3)]}


def batches_of_dataset(student, images, labels, batch_size):
    """What a DataLoader makes of the dataset."""
    return [list(batch) for batch in DataLoader(student.DigitsDataset(images, labels), batch_size=batch_size)]


def largest_conversion(student, images, labels, index):
    """The item, the number of elements in the largest floating-point tensor that was made for it, and how many
    floating-point numbers the dataset held before."""
    _as_usual()
    before, settings = images.clone(), _settings()
    dataset = student.DigitsDataset(images, labels)
    kept = _floats_in(dataset, set())
    recorder = _Largest()
    with recorder:
        item = dataset[index]
    dataset.__len__()
    changed = [name for name, value in _settings().items() if value != settings[name]]
    _as_usual()
    changed += _switched_on(lambda: student.DigitsDataset(images, labels)[index])
    return {
        "settings": changed,
        "item": item,
        "largest": recorder.largest,
        "kept": kept,
        "images as they were": torch.equal(images, before),
    }


def _floats_in(thing, seen):
    """How many floating-point numbers lie in the tensors and arrays that are reached by attributes and containers."""
    if isinstance(thing, float) or id(thing) in seen:
        return int(isinstance(thing, float))
    seen.add(id(thing))
    if isinstance(thing, torch.Tensor):
        return thing.numel() * thing.is_floating_point()
    if isinstance(thing, np.ndarray) and thing.dtype != object:
        return thing.size * (thing.dtype.kind == "f")
    if isinstance(thing, list | tuple | set | np.ndarray):
        parts = list(thing)
    elif isinstance(thing, dict):
        parts = list(thing.values())
    else:
        parts = [] if isinstance(thing, type) else list(getattr(thing, "__dict__", {}).values())
    return sum(_floats_in(part, seen) for part in parts)


class _Largest(TorchDispatchMode):
    """The size of the largest floating-point result that is not a view of what the operation was given."""

    def __init__(self):
        super().__init__()
        self.largest = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        given = {x.untyped_storage().data_ptr() for x in args if isinstance(x, torch.Tensor)}
        made = isinstance(result, torch.Tensor) and result.untyped_storage().data_ptr() not in given
        if made and result.is_floating_point():
            self.largest = max(self.largest, result.numel())
        return result
