"""Probes of make_loaders: they run beside the student's code, observe, and know no answer."""

import contextlib
import random

import numpy as np
import torch
from torch.utils.data import Dataset

from ..common_probes import _as_usual, _settings, _switched_on


class _Numbers(Dataset):
    """Item i is the pair of the number in that place and ten times that number.

    To fetch one draws from the global generator, as a random transform does.
    """

    def __init__(self, items):
        self.items, self.fetched = items, 0

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        if not 0 <= index < len(self.items):
            raise IndexError(index)
        self.fetched += 1
        torch.rand(())
        return torch.tensor(float(self.items[index])), 10 * self.items[index]


def orders(student, items, val_fraction, batch_size, seed, disturb, validate=True, others=False):
    """The numbers that three epochs of each loader give, batch by batch, and what making them moved.

    They take turns, or it is the training loader alone. Loaders of other items may be made with the same seed and gone
    through, before and after each epoch.
    """

    def go_through_others():
        if others:
            for source in student.make_loaders(_Numbers(items[::-1]), 0.5, batch_size, seed):
                for _ in source:
                    pass

    torch.manual_seed(disturb)
    np.random.seed(disturb)
    random.seed(disturb)
    _as_usual()
    go_through_others()
    before = _shared_states()
    numbers = _Numbers(items)
    train_loader, val_loader = student.make_loaders(numbers, val_fraction, batch_size, seed)
    fetched = numbers.fetched
    moved = [name for name, state in _shared_states().items() if state != before[name]]
    _as_usual()
    moved += _switched_on(lambda: student.make_loaders(_Numbers(items), val_fraction, batch_size, seed))
    lengths = [_length(train_loader), _length(val_loader)]
    seen = {"moved": moved, "fetched": fetched, "train": [], "val": [], "lengths": lengths}
    loaders = [("train", train_loader), ("val", val_loader)]
    for _ in range(3):
        go_through_others()
        for name, source in loaders if validate else loaders[:1]:
            seen[name].append([[int(number) for number in batch[0]] for batch in source])
    return seen


def _length(loader):
    with contextlib.suppress(TypeError):
        return len(loader)
    return None


def _shared_states():
    numpy_state = np.random.get_state()
    return {
        "torch's random state": bytes(torch.get_rng_state().tolist()),
        "NumPy's random state": (numpy_state[1].tobytes(), numpy_state[2]),
        "Python's random state": random.getstate(),
        **_settings(),
    }
