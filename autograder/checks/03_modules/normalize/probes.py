"""Probes of normalize: they run beside the student's code, observe, and know no answer."""

import torch


def made_under(student, default, mean, std):
    """The dtypes in the state dict of a Normalize that is made while PyTorch's default dtype is another."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(default)
    try:
        module = student.Normalize(mean, std)
    finally:
        torch.set_default_dtype(before)
    return [value.dtype for value in module.state_dict().values() if value.is_floating_point()]
