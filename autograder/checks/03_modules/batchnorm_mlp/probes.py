"""Probes of batchnorm_mlp: they run beside the student's code, observe, and know no answer."""

import torch

from ..common_probes import _state


def statistics_around_an_evaluation(student, sizes, x):
    """The state of a network after a pass in training mode, and when it has been evaluated and trains again.

    Its own eval() and train() are called, which may do more than set a mode.
    """
    made = student.BatchNormMLP(list(sizes))
    with torch.no_grad():
        made(x.clone())
        gathered = _state(made)
        made.eval()
        made(x.clone())
        made.train()
    return [gathered, _state(made)]
