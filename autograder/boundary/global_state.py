"""Global state that an answer should leave as it found it, and which of it a call has changed."""

import random
from typing import Any

import numpy as np
import torch


class GlobalState:
    """What a call might change beside its arguments: taken before it, compared after it."""

    def __init__(self) -> None:
        self._before = _read()

    def changed(self) -> list[str]:
        """The names of what is different now, in the words a student reads."""
        return [name for name, value in _read().items() if value != self._before[name]]


def _read() -> dict[str, Any]:
    numpy: Any = np.random.get_state(legacy=False)
    return {
        "torch's random state": torch.default_generator.get_state().numpy().tobytes(),
        "NumPy's random state": (
            numpy["state"]["key"].tobytes(),
            numpy["state"]["pos"],
            numpy["has_gauss"],
            numpy["gauss"],
        ),
        "Python's random state": random.getstate(),
        "the default dtype": torch.get_default_dtype(),
        "the gradient mode": torch.is_grad_enabled(),
    }
