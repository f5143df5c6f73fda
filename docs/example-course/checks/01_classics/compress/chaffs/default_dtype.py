"""Where do the zeros get their dtype from? `torch.zeros(n)` does not know about `values`."""


def compress(keep, values):
    result = torch.zeros(len(values))
    result[: int(keep.sum())] = values[keep].to(result.dtype)
    return result
