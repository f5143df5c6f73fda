"""Zeros first; then the front of them is written."""


def compress(keep, values):
    result = torch.zeros_like(values)
    result[: int(keep.sum())] = values[keep]
    return result
