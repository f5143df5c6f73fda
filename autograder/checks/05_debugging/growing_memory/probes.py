"""Probes of growing_memory: they run beside the student's code, observe, and know no answer."""

import contextlib
import gc
import weakref

import torch
from torch import nn

from ..common_probes import _mode, _modes_asked_in, _Surroundings, _switched_on, _weights


class _Token:
    """Something to hold a weak reference to."""


class _Mark(torch.autograd.Function):
    """The identity, with a token that lives as long as the graph does."""

    @staticmethod
    def forward(value, note):
        return value.clone()

    @staticmethod
    def setup_context(ctx, inputs, output):  # apart from forward, as torch.func wants it
        ctx.token = _Token()
        inputs[1](weakref.ref(ctx.token))

    @staticmethod
    def backward(ctx, grad):
        return grad, None


class _Marked(nn.Module):
    """A model that counts, at each call and its own included, how many graphs of its calls are alive.

    Where nobody asks, it does not.
    """

    def __init__(self, inner, counting):
        super().__init__()
        self.inner, self._counting, self._tokens, self._most, self._calls = inner, counting, [], 0, 0

    def forward(self, x):
        self._calls += 1
        if not self._counting:
            return self.inner(x)
        output = _Mark.apply(self.inner(x), self._tokens.append)
        if self.count() > self._most:
            self._most = max(self._most, self.alive())
        return output

    def alive(self):
        if self.count() > 3:  # what nobody holds but a cycle is not kept
            gc.collect()
        return self.count()

    def count(self):
        self._tokens[:] = [token for token in self._tokens if token() is not None]
        return len(self._tokens)


@contextlib.contextmanager
def _old_left_alone():
    """Garbage is looked for among what is made meanwhile: to go through all that PyTorch is made of takes long."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@_old_left_alone()
def history_of(student, model, x, y, batch_size, lr, once=False, training=True, momentum=0.0, counting=True):
    """Train on batches, which can be gone through once only or not, and count the graphs alive meanwhile."""
    model = _Marked(model, counting)
    model.train(training)
    batches = list(zip(x.split(batch_size), y.split(batch_size), strict=True))
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    asked_in = _modes_asked_in(model)
    around, given = _Surroundings(model, x, y), list(batches)
    history = student.train_with_history(model, (batch for batch in batches) if once else batches, optimizer)
    seen = {
        "calls": model._calls,
        "during": model._most,
        "after": model.alive(),
        "mode": _mode(model),
        "asked in": sorted(set(asked_in)),
        "weights": _weights(model.inner),
        "changed": around.changed() + ["the list of batches"] * (list(map(id, batches)) != list(map(id, given))),
    }
    if isinstance(history, list | tuple):
        history = type(history)(v.detach() if isinstance(v, torch.Tensor) else v for v in history)
    seen["changed"] += _switched_on(lambda: student.train_with_history(model, batches[:1], optimizer), model)
    return {**seen, "history": history}


def history_or_an_error(student, model, batches, lr):
    """The history and the weights, or None where the student's code raised."""
    try:
        history = student.train_with_history(model, batches, torch.optim.SGD(model.parameters(), lr=lr))
    except Exception:
        return None
    return {"history": history, "weights": _weights(model)}
