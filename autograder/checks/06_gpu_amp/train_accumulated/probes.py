"""Probes of train_accumulated: they run beside the student's code, observe, and know no answer."""

import copy

import torch

from ..common_probes import _described, _leave_gradients, _machine, _mode, _optimizer, _plain, _state, _thawed, _watched


def _is_left(output, weight):
    """Whether the graph of an output can still be gone through, down to the last layer's weight."""
    try:
        with torch.enable_grad():
            torch.autograd.grad(output.sum(), weight, retain_graph=True)
    except Exception:  # it was used up, or was never one that lasts
        return False
    return True


def accumulated(student, name, model, batches, criterion, optimizer):
    """train_accumulated; the weights, the result, in which order forward and backward passes and steps ran, and how
    many graphs were left of the micro-batches before one that is called."""
    train_accumulated, settings = _watched(student.train_accumulated)
    log, outputs, left = [], [], []
    looking = False

    def look_back(module, args):
        nonlocal looking
        looking = True
        left.append(sum(_is_left(output, weight) for output in outputs))
        looking = False
        log.append(["forward", len(args[0])])  # before it runs: one that runs again in backward may stop half-way

    def note(module, args, output):
        outputs.append(output)
        if output.requires_grad:
            output.register_hook(lambda _: None if looking else log.append(["backward", len(output)]))

    with _machine(name):
        model.to(name)
        _leave_gradients(model)
        optimizer = _optimizer(model, optimizer)
        # After the step: one that is given a closure makes the passes itself, and they are part of it.
        optimizer.register_step_post_hook(lambda *_: log.append(["step", 0]))
        weight = [parameter for parameter in model.parameters() if parameter.ndim > 1][-1]
        model.register_forward_pre_hook(look_back)
        model.register_forward_hook(note)
        given = [(x.to(name), y.to(name)) for x, y in batches]
        before = list(given)
        copies = [[_plain(part) for part in pair] for pair in given]
        mean = train_accumulated(model, given, criterion, optimizer)
        seen = {
            "mean": _described(mean),
            "state": _state(model),
            "log": log,
            "mode": _mode(model),
            "graphs left": max(left, default=0),
        }
        seen["list as it was"] = len(given) == len(before) and all(map(lambda a, b: a is b, given, before))
        seen["tensors as they were"] = all(
            torch.equal(_plain(part), copy) for pair, kept in zip(before, copies, strict=True)
            for part, copy in zip(pair, kept, strict=True)
        )  # fmt: skip
        seen = copy.deepcopy(seen)  # without what is noted from here on
        again = _thawed(lambda: student.train_accumulated(model, given, criterion, optimizer), model)
        return seen | {"settings": settings + again}
