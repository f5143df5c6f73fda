"""Multiplies the sizes in a loop and takes the bytes of one element from its dtype."""


def describe(t):
    sizes = t.size()
    count = 1
    for size in sizes:
        count *= size
    return dict(
        nbytes=count * t.dtype.itemsize,
        numel=count,
        ndim=len(sizes),
        device=f"{t.device}",
        dtype=t.dtype,
        shape=tuple(int(size) for size in sizes),
    )
