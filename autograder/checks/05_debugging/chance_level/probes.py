"""Probes of chance_level: they run beside the student's code, observe, and know no answer."""

import random

import numpy as np
import torch

from ..common_probes import _as_usual, _shared, _switched_on


def shuffled(student, x, y, seeds, again):
    """Shuffle with a generator for each seed, `again` times in succession; what is drawn leaves notes."""
    _as_usual()
    states, found = _shared_states(), []
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        found.append([student.shuffle(x, y, generator) for _ in range(again)])
    old = {one.untyped_storage().data_ptr() for one in (x, y)}
    new = [one for calls in found for pair in calls for one in _tensors(pair)]
    given_back = any(one.untyped_storage().data_ptr() in old for one in new)
    moved = [name for name, state in _shared_states().items() if state != states[name]]
    _as_usual()
    seen = {"x": x.clone(), "y": y.clone()}
    moved += _switched_on(lambda: student.shuffle(x, y, generator))
    return {"found": found, "moved": moved, "given back": given_back, **seen}


def _tensors(result):
    return [one for one in result if isinstance(one, torch.Tensor)] if isinstance(result, tuple | list) else []


def _shared_states():
    return {
        "PyTorch's random state": torch.default_generator.get_state().numpy().tobytes(),
        "NumPy's random state": repr(np.random.get_state()),
        "Python's random state": repr(random.getstate()),
        **_shared(),
    }
