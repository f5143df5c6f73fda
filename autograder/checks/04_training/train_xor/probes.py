"""Probes of train_xor: they run beside the student's code, observe, and know no answer."""

import random

import numpy as np
import torch

from ..common_probes import _as_usual, _settings, _switched_on


def trained_in_turn(student, seeds):
    """The logits of a network for each seed, with other random numbers drawn in between.

    On the four points, where networks may have learned the same numbers, and on two others, where they have not.
    """
    points = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.3, 0.8], [0.6, 0.4]])
    _as_usual()
    logits, settings, written = [], _settings(), False
    for disturb, seed in enumerate(seeds, 1):
        torch.manual_seed(disturb)
        np.random.seed(disturb)
        random.seed(disturb)
        model, _ = student.train_xor(seed)
        asked = points.clone()
        with torch.no_grad():
            logits.append(model.eval()(asked).clone())
        written = written or not torch.equal(asked, points)
    changed = [name for name, value in _settings().items() if value != settings[name]]
    changed += ["the inputs that the model is asked about"] * written
    _as_usual()
    return {"logits": logits, "settings": changed + _switched_on(lambda: student.train_xor(seeds[0]))}
