"""Probes of describe: they run beside the student's code, observe, and know no answer."""

import torch


def describe_on_meta(student, shape, dtype):
    """Describe a tensor that is not on the CPU: the meta device has shapes and dtypes and no data."""
    return student.describe(torch.empty(shape, dtype=dtype, device="meta"))


def described_again(student, shape):
    """Describe a matrix, throw the description away, turn the matrix over in place, and describe it once more."""
    t = torch.zeros(shape)
    student.describe(t).clear()
    return student.describe(t.t_())
