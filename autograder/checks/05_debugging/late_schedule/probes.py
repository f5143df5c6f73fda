"""Probes of late_schedule: they run beside the student's code, observe, and know no answer."""

import warnings

import torch

from ..common_probes import _criterion, _Surroundings, _switched_on, _weights


def scheduler_for(optimizer, kind):
    schedulers = torch.optim.lr_scheduler
    return {
        "halved": lambda: schedulers.ExponentialLR(optimizer, gamma=0.5),
        "stairs": lambda: schedulers.StepLR(optimizer, step_size=2, gamma=0.1),
        "warm-up": lambda: schedulers.LambdaLR(optimizer, lambda epoch: (epoch + 1) / 5),
        "cosine": lambda: schedulers.CosineAnnealingLR(optimizer, T_max=8),
    }[kind]()


def fitted(student, model, batches, criterion, lr, kind, parts, momentum, groups, share):
    """Train with a scheduler, once for each number of epochs in `parts`; rates, weights, and what PyTorch warned of.

    Of two groups, the second one holds the last parameters and has `share` times the first one's rate.
    """
    held = list(model.parameters())
    second = [{"params": held[2:], "lr": lr * share}] if groups > 1 else []
    optimizer = torch.optim.SGD([{"params": held[:2] if second else held}, *second], lr=lr, momentum=momentum)
    scheduler = scheduler_for(optimizer, kind)
    around = _Surroundings(model, *(tensor for batch in batches for tensor in batch))
    rates = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        batches = [tuple(batch) for batch in batches]
        given = list(batches)
        for epochs in parts:
            rates.append(student.fit(model, batches, _criterion(criterion), optimizer, scheduler, epochs))
    seen = {
        "rates": rates,
        "weights": _weights(model),
        "rate after": optimizer.param_groups[0]["lr"],
        "moved on": scheduler.last_epoch,
        "warned": sum("lr_scheduler.step()" in str(warning.message) for warning in caught),
        "warned of an argument": sum("in `scheduler.step()`" in str(warning.message) for warning in caught),
        # Shuffled in place, say, it is in another order for whoever goes through it next.
        "changed": around.changed() + ["the list of batches"] * (list(map(id, batches)) != list(map(id, given))),
    }
    arguments = (model, batches, _criterion(criterion), optimizer, scheduler, 1)
    seen["changed"] += _switched_on(lambda: student.fit(*arguments), model)
    return seen


def weights_or_an_error(student, model, batches):
    """The weights after two epochs of mean squared error, or None where the student's code raised."""
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    try:
        student.fit(model, batches, torch.nn.MSELoss(), optimizer, scheduler_for(optimizer, "halved"), 2)
    except Exception:
        return None
    return _weights(model)
