"""How the checks of batchnorm_mlp judge that running statistics follow the batches."""

import torch
from torch.nn import functional as F

from autograder.expect import Mismatch

from ..common import assert_attempted, exact


def assert_moves(module, hidden, last, x, when):
    """A pass in training mode moves the running statistics a tenth of the way towards the batch's.

    What a later layer sees depends on what the others did: it is judged where the result is right.
    """
    before = [[tensor.clone() for tensor in block[4:]] for block in hidden]
    with torch.no_grad():
        y = module(x)
        assert_attempted(y, (12, last[0].shape[0]))
        value, seen = x.double(), []
        for weight, bias, factor, shift, *_ in exact(hidden):
            value = F.linear(value, weight, bias)
            seen.append((value.mean(0), value.var(0)))
            value = F.relu(F.batch_norm(value, None, None, factor, shift, True))
        right = F.linear(value, *exact([last])[0]).float()
    for block, old in zip(hidden, before, strict=True):
        for now, then in zip(block[4:], old, strict=True):
            assert not torch.equal(now, then), f"the running statistics did not move {when}"
    judged = len(hidden) if torch.allclose(y, right, 1e-3, 1e-3 * float(right.abs().max())) else 1
    for block, old, batch in list(zip(hidden, before, seen, strict=True))[:judged]:
        for now, then, values in zip(block[4:], old, batch, strict=True):
            way, moved = values.float() - then, now - then
            share = float(moved @ way / (way @ way))
            towards = 0 < share <= 1 and bool((moved - share * way).norm() <= 2e-3 * moved.norm())
            assert towards, "the running statistics did not move towards those of the batch"
            if abs(share - 0.1) > 1e-3:
                text = "the running statistics moved by another share of the way than with default settings"
                mistake = "The running averages move by another share than with the default momentum."
                raise Mismatch(text, mistake=mistake)
