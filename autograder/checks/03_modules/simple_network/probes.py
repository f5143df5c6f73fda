"""Probes of simple_network: they run beside the student's code, observe, and know no answer."""

from torch import nn

from ..common_probes import _drawn_after


def is_module_class(student, name):
    """Whether a name stands for a class of modules."""
    made = getattr(student, name)
    return isinstance(made, type) and issubclass(made, nn.Module)


def draws_after_making(student, name, sizes, x, seeds):
    """Make and call a network after each seed; the last output, and what the generator gives after each."""
    make = getattr(student, name)
    seen = [_drawn_after(seed, lambda: make(*sizes)(x)) for seed in seeds]
    return {"output": seen[-1][0].detach(), "draws": [draw for _, draw in seen]}
