"""What the probes of several exercises of 02_autograd share: it runs beside the student's code and knows no answer."""

import random
from contextlib import contextmanager, suppress

import numpy as np
import torch
import torch.autograd.forward_ad as forward_ad


def _positions(x):
    return torch.arange(1, x.numel() + 1, dtype=x.dtype)


# Functions of a tensor of any shape, for the exercises that are handed one.
FUNCTIONS = {
    "quartic": lambda x: (x**4).sum(),
    "waves": lambda x: (x.sin().reshape(-1) * _positions(x)).sum(),
    # Not logsumexp: its derivative in forward mode writes into what reverse mode has saved, so a mix of both fails.
    "log of summed exponentials": lambda x: x.exp().sum().log(),
    "neighbours": lambda x: (x.reshape(-1) ** 2 * x.reshape(-1).roll(-1)).sum(),
    "square of summed squares": lambda x: (x**2).sum() ** 2,
    "first alone": lambda x: x.reshape(-1)[0] ** 3,
}


def _shared_state():
    """What all code shares, by the words a student reads."""
    numpy = np.random.get_state(legacy=False)
    return {
        "torch's random state": torch.default_generator.get_state().numpy().tobytes(),
        "NumPy's random state": (numpy["state"]["key"].tobytes(), numpy["state"]["pos"]),
        "Python's random state": random.getstate(),
        "the default dtype": torch.get_default_dtype(),
        "the gradient mode": torch.is_grad_enabled(),
    }


def _changed(before):
    return [name for name, value in _shared_state().items() if value != before[name]]


def _hooks(*models):
    """How many hooks there are at each part of the models."""
    parts = [part for model in models for part in model.modules()]
    return [sum(len(found or ()) for name, found in vars(part).items() if name.endswith("_hooks")) for part in parts]


def _grad(tensor):
    """A tensor's .grad as data; reading it must not warn where the tensor is no leaf."""
    return tensor.grad.detach().clone() if tensor.is_leaf and tensor.grad is not None else None


def _noting(function, x):
    """The function, and what it is called with: which shapes and dtypes, and whether ever at another point than x."""
    shapes, dtypes, point = set(), set(), x.detach().clone()
    called = {"shapes": shapes, "dtypes": dtypes, "elsewhere": False}

    def f(at):
        shapes.add(tuple(at.shape))
        dtypes.add(at.dtype)
        with suppress(RuntimeError):  # many points at once, by vmap: their values cannot be asked for
            called["elsewhere"] = called["elsewhere"] or not torch.equal(at.detach().to(point.dtype), point)
        return function(at)

    return f, called


def _told(called):
    """What `_noting` has noted, as data."""
    return called | {"shapes": sorted(called["shapes"]), "dtypes": sorted(map(str, called["dtypes"]))}


# bridge, by_hand, logistic_bump, accumulation, mse_gradients


@contextmanager
def _autograd_watched(used):
    """Count in `used` how often PyTorch differentiates, in reverse (into `.grad`, too) and in forward mode."""
    engine, dual_level = torch.autograd._engine_run_backward, forward_ad.enter_dual_level

    def backward(*args, **kwargs):
        used["backward"] += 1
        used["into .grad"] += bool(kwargs.get("accumulate_grad"))
        return engine(*args, **kwargs)

    def forward(*args, **kwargs):
        used["forward"] += 1
        return dual_level(*args, **kwargs)

    # Every way to a gradient in reverse mode ends in the one, and every way in forward mode begins with the other.
    torch.autograd._engine_run_backward, forward_ad.enter_dual_level = backward, forward
    try:
        yield
    finally:
        torch.autograd._engine_run_backward, forward_ad.enter_dual_level = engine, dual_level


def results_and_use_of_autograd(student, name, inputs):
    """Call a function of the student's on each list of arguments; return the results and how often it had PyTorch
    differentiate, either way."""
    call, used = getattr(student, name), {"backward": 0, "into .grad": 0, "forward": 0}
    with _autograd_watched(used):
        results = [call(*args) for args in inputs]
    return {"results": results, "differentiated": used}


def answered_after_a_write(student, name, given, numbers):
    """All numbers of the results: before and after others are written into the arguments, and with a copy of those."""
    call = getattr(student, name)
    results = [call(*given)]
    for argument, new in zip(given, numbers, strict=True):
        argument.copy_(new)
    results += [call(*given), call(*(argument.clone() for argument in given))]
    parts = [result if isinstance(result, (tuple, list)) else [result] for result in results]
    flat = [[part.detach().flatten() for part in one if isinstance(part, torch.Tensor)] for one in parts]
    return [torch.cat([torch.zeros(0), *one]) for one in flat]


@contextmanager
def _gradients_enlarged(factor):
    """In reverse mode, every gradient comes out so many times as large."""
    engine = torch.autograd._engine_run_backward

    def backward(tensors, upstream, *args, **kwargs):
        return engine(tensors, tuple(None if one is None else factor * one for one in upstream), *args, **kwargs)

    torch.autograd._engine_run_backward = backward
    try:
        yield
    finally:
        torch.autograd._engine_run_backward = engine


def results_with_larger_gradients(student, name, inputs, factor):
    """Call a function of the student's where reverse mode gives `factor` times what it should; None where that raises
    an error.

    What comes from autograd is so much larger, and what comes from a formula is not.
    """
    call = getattr(student, name)
    with _gradients_enlarged(factor):
        try:
            return [call(*args) for args in inputs]
        except Exception:  # of a student who compares with a formula, say
            return None


class _Spent(BaseException):
    """A budget is used up; an `except Exception` of the student's must not stop it."""
