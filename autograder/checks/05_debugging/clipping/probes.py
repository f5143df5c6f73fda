"""Probes of clipping: they run beside the student's code, observe, and know no answer."""

import torch

from ..common_probes import _criterion, _give, _gradients, _mode, _modes_asked_in, _Surroundings, _switched_on, _weights


def clipped(student, model, batches, criterion, lr, momentum, max_norm, grads=None, groups=1):
    """Take one clipped step on each batch, with some gradients left over from before; weights after every step.

    The optimizer holds the parameters in `groups` groups, with the same settings.
    """
    held = list(model.parameters())
    size = -(-len(held) // groups)
    parts = [{"params": held[start : start + size]} for start in range(0, len(held), size)]
    optimizer = torch.optim.SGD(parts, lr=lr, momentum=momentum)
    asked_in = _modes_asked_in(model)
    around = _Surroundings(model, *(tensor for batch in batches for tensor in batch), modes=True)
    if grads is not None:
        _give(model, grads)
    results, weights = [], []
    for batch in batches:
        results.append(student.clipped_step(model, tuple(batch), _criterion(criterion), optimizer, max_norm))
        weights.append(_weights(model))
    results = [r.detach() if isinstance(r, torch.Tensor) else r for r in results]
    seen = {"results": results, "weights": weights, "left": _gradients(model), "mode": _mode(model)}
    seen["asked in"] = list(asked_in)
    changed = around.changed()
    step = (model, tuple(batches[0]), _criterion(criterion), optimizer, max_norm)
    return {**seen, "changed": changed + _switched_on(lambda: student.clipped_step(*step), model)}
