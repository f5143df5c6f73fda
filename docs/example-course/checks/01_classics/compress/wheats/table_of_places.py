"""The puzzle's own way: compare every place with every position, and add along one axis."""


def compress(keep, values):
    n = len(values)
    place = keep.cumsum(0) - 1
    goes_there = (place[:, None] == torch.arange(n)[None, :]) & keep[:, None]
    return torch.where(goes_there, values[:, None], torch.zeros((), dtype=values.dtype)).sum(0, dtype=values.dtype)
