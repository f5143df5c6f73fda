"""Outputs that are cut off: what the values themselves tell of it, wherever the limit lies."""

import torch


def limited(actual, expected, *, rtol, atol):
    """What to say where all that is wrong are outputs of one size, which should be larger; None elsewhere."""
    if not isinstance(actual, torch.Tensor) or actual.shape != expected.shape or actual.dtype != expected.dtype:
        return None
    wrong = ~torch.isclose(actual, expected, rtol=rtol, atol=atol)
    sizes = (actual * expected.sign())[wrong]
    same = sizes.numel() > 1 and bool((sizes == sizes[0]).all())
    if not same or sizes[0] <= 0 or bool((expected[wrong].abs() <= sizes[0]).any()):
        return None
    return "Large outputs all come out as one number, with its sign: something behind the last layer limits them."
