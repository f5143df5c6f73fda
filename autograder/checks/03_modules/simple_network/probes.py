"""Probes of simple_network: they run beside the student's code, observe, and know no answer."""

from torch import nn


def is_module_class(student, name):
    """Whether a name stands for a class of modules."""
    made = getattr(student, name)
    return isinstance(made, type) and issubclass(made, nn.Module)
