"""Probes of describe: they run beside the student's code, observe, and know no answer."""

import torch


def describe_on_meta(student, shape, dtype):
    """Describe a tensor that is not on the CPU: the meta device has shapes and dtypes and no data."""
    return student.describe(torch.empty(shape, dtype=dtype, device="meta"))


def described_again(student, shape):
    """Describe a matrix, throw that away, and describe the matrix turned over in place, beside a new one like it."""
    t = torch.zeros(shape)
    description = student.describe(t)
    if isinstance(description, dict):
        description.clear()
    return student.describe(t.t_()), student.describe(torch.zeros(t.shape))
