"""Probes of evaluate: they run beside the student's code, observe, and know no answer."""

import contextlib
import copy

import torch

from ..common_probes import _watched, asked, loader, loader_of_a_part, state_of


def evaluated(student, model, x, y, batch_size, criterion, grads=None, kind="all", may_stop=False, plain=False):
    """Evaluate a model whose mode the caller chose; return the result and what is left behind."""
    # A plain function has no options that somebody could set, as PyTorch's classes have.
    notes = []
    noting = asked(criterion, notes)
    criterion = (lambda *args, given=criterion, **named: given(*args, **named)) if plain else criterion
    graphs = []
    hook = model.register_forward_hook(lambda module, args, output: graphs.append(output.requires_grad))
    if grads is not None:
        for parameter, grad in zip(model.parameters(), grads, strict=True):
            parameter.grad = grad.clone()
    batches = loader_of_a_part(x, y, batch_size) if kind == "a part" else loader(x, y, batch_size)
    evaluate, settings = _watched(student.evaluate)
    twin, options = copy.deepcopy(model), _options(model)
    result = "stopped"  # where an error is an answer, too
    with contextlib.suppress(*([Exception, SystemExit] if may_stop else [])):
        result = evaluate(model, list(batches) if kind == "pairs" else batches, criterion, "cpu")
    hook.remove()
    noting.remove()
    modes = [part.training for part in model.modules()]
    seen = {
        "result": result,
        "criterion": notes,
        "settings": settings,
        "options": [options, _options(model)],
        "forwards": len(graphs),
        "graphs": sum(graphs),
        "gradients on": torch.is_grad_enabled() and not torch.is_inference_mode_enabled(),
        "state": state_of(model),
        "grads": [p.grad for p in model.parameters()],
        "require grad": [p.requires_grad for p in model.parameters()],
        "mode": "train" if all(modes) else "eval" if not any(modes) else "mixed",
    }
    return {**seen, "gradients stay off": may_stop or _gradients_stay_off(student, twin, batches, criterion)}


def _options(model):
    """The numbers that the layers were made with. Modes are looked at alone."""
    kinds = (bool, int, float)
    parts = [{k: v for k, v in vars(part).items() if isinstance(v, kinds)} for part in model.modules()]
    return [sorted((name, value) for name, value in part.items() if name != "training") for part in parts]


def _gradients_stay_off(student, model, batches, criterion):
    """Whether a caller who has switched gradients off finds them off after a call."""
    with torch.no_grad():
        student.evaluate(model, batches, criterion, "cpu")
        return not torch.is_grad_enabled()
