"""Probes of late_schedule: they run beside the student's code, observe, and know no answer."""

import warnings

import torch

from ..common_probes import _criterion, _weights


def scheduler_for(optimizer, kind):
    schedulers = torch.optim.lr_scheduler
    return {
        "halved": lambda: schedulers.ExponentialLR(optimizer, gamma=0.5),
        "stairs": lambda: schedulers.StepLR(optimizer, step_size=2, gamma=0.1),
        "warm-up": lambda: schedulers.LambdaLR(optimizer, lambda epoch: (epoch + 1) / 5),
    }[kind]()


def fitted(student, model, batches, criterion, lr, kind, epochs):
    """Train with a scheduler; return the rates, the weights, where the scheduler stands and what PyTorch warned of."""
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    scheduler = scheduler_for(optimizer, kind)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        batches = [tuple(batch) for batch in batches]
        rates = student.fit(model, batches, _criterion(criterion), optimizer, scheduler, epochs)
    return {
        "rates": rates,
        "weights": _weights(model),
        "rate after": optimizer.param_groups[0]["lr"],
        "moved on": scheduler.last_epoch,
        "warned": sum("lr_scheduler.step()" in str(warning.message) for warning in caught),
    }
