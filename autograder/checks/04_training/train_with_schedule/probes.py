"""Probes of train_with_schedule: they run beside the student's code, observe, and know no answer."""

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from ..common_probes import _switched_on, _watched, loader, state_of


def scheduled(student, model, x, y, batch_size, order, criterion, epochs, lr, momentum, seed=0):
    """Train a model that comes in eval mode with a schedule; `momentum` None leaves it to the default."""
    model.eval()
    torch.manual_seed(seed)  # dropout draws from the global generator
    given = {} if momentum is None else {"momentum": momentum}
    modes, decays = [], []
    hook = model.register_forward_pre_hook(lambda module, args: modes.append(module.training))
    look = register_optimizer_step_pre_hook(lambda optimizer, *_: decays.append(_weight_decay(optimizer)))
    train, settings = _watched(student.train_with_schedule)
    rates = train(model, loader(x, y, batch_size, order), criterion, epochs, lr, **given)
    hook.remove()
    look.remove()
    seen = {"rates": rates, "state": state_of(model), "in train mode": all(modes), "weight decay": any(decays)}
    batches = loader(x, y, batch_size, order)
    again = _switched_on(lambda: student.train_with_schedule(model, batches, criterion, 1, lr, **given), model)
    return {**seen, "settings": settings + again}


def trained_or_an_error(student, model, x, y, batch_size, lr):
    """The state after an epoch in the order of the samples, or None where the student's code raised."""
    try:
        student.train_with_schedule(model, loader(x, y, batch_size, None), torch.nn.CrossEntropyLoss(), 1, lr)
    except Exception:
        return None
    return state_of(model)


def _weight_decay(optimizer):
    return any(group.get("weight_decay") for group in optimizer.param_groups)
