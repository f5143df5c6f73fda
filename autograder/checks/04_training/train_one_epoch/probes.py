"""Probes of train_one_epoch: they run beside the student's code, observe, and know no answer."""

import contextlib
import gc
import weakref

import torch
from torch import nn

from ..common_probes import _switched_on, _watched, asked, loader, loader_of_a_part, optimizer_for, state_of


class _Watch:
    """Counts, by PyTorch's own hooks, what a training loop does that it should not. Every valid loop counts alike."""

    def __init__(self, model, optimizer):
        self.seen = {
            "forwards": 0,
            "backwards": 0,
            "steps": 0,
            "in eval mode": 0,
            "old gradients": 0,
            "no gradients": 0,
        }
        self._parameters = [p for p in model.parameters() if p.requires_grad]
        self._pending = {}
        # After the step: one that is given a closure computes the gradients itself.
        self._hooks = [model.register_forward_pre_hook(self._forward), optimizer.register_step_post_hook(self._step)]
        self._hooks += [p.register_hook(self._gradient(i, p)) for i, p in enumerate(self._parameters)]

    def _forward(self, model, args):
        self._flush()
        self.seen["forwards"] += 1
        self.seen["in eval mode"] += not all(part.training for part in model.modules())

    def _gradient(self, index, parameter):
        # A parameter's hook runs just before its gradient is added to .grad, which then still holds the old one.
        def hook(grad):
            if index in self._pending:
                self._flush()
            self._pending[index] = parameter.grad is not None and bool(parameter.grad.count_nonzero())

        return hook

    def _flush(self):
        if self._pending:
            self.seen["backwards"] += 1
            self.seen["old gradients"] += any(self._pending.values())
            self._pending = {}

    def _step(self, optimizer, args, kwargs):
        self._flush()
        self.seen["steps"] += 1
        self.seen["no gradients"] += all(p.grad is None or not p.grad.count_nonzero() for p in self._parameters)

    def close(self):
        self._flush()
        for hook in self._hooks:
            hook.remove()
        return self.seen


def epochs_trained(student, model, x, y, batch_size, order, criterion, optimizer, lr, epochs, seed, kind="all", **more):
    """Train a model, in whatever mode it is, for some epochs; return the results, the weights and what was watched."""
    # A plain function has no options that somebody could set, as PyTorch's classes have.
    notes = []
    noting = asked(criterion, notes)
    criterion = (lambda *args, given=criterion, **named: given(*args, **named)) if more.get("plain") else criterion
    optimizer = optimizer_for(model, optimizer, lr)
    batches = loader_of_a_part(x, y, batch_size) if kind == "a part" else loader(x, y, batch_size, order)
    if kind == "pairs":
        batches = [tuple(pair) for pair in batches]
    watch = _Watch(model, optimizer)
    torch.manual_seed(seed)  # dropout draws from the global generator
    results = ["stopped"]  # where an error is an answer, too
    with contextlib.suppress(*([Exception, SystemExit] if more.get("may_stop") else [])):
        results = [student.train_one_epoch(model, batches, criterion, optimizer, "cpu") for _ in range(epochs)]
    noting.remove()
    return {"results": results, "watched": watch.close(), "state": state_of(model), "criterion": notes}


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


def graphs_kept(student, model, x, y, batch_size):
    """How many graphs of earlier batches were alive during the epoch at most, and after it while its result is held."""
    tokens, marks, most, most_marks, calls = [], [], 0, 0, 0

    def criterion(output, target):
        nonlocal most, most_marks, calls
        most, most_marks, calls = max(most, _alive(tokens)), max(most_marks, _alive(marks)), calls + 1
        return _Mark.apply(nn.functional.cross_entropy(output, target), tokens.append)

    optimizer = optimizer_for(model, "sgd", 0.1)
    before = state_of(model)
    train, settings = _watched(student.train_one_epoch)
    # What the model returns is marked, too: whoever holds it, and not the loss, holds the most of the graph.
    mark = model.register_forward_hook(lambda module, args, output: _Mark.apply(output, marks.append))
    result = train(model, loader(x, y, batch_size), criterion, optimizer, "cpu")
    mark.remove()
    trained = any(not torch.equal(value, before[name]) for name, value in model.state_dict().items())
    seen = {"during": most, "after": _alive(tokens + marks), "batches": calls, "trained": trained, "result": result}
    seen["logits during"] = most_marks
    batches, usual = loader(x, y, batch_size), nn.functional.cross_entropy
    again = _switched_on(lambda: student.train_one_epoch(model, batches, usual, optimizer, "cpu"), model)
    return {**seen, "settings": settings + again}


def _alive(tokens):
    gc.collect()
    return sum(token() is not None for token in tokens)
