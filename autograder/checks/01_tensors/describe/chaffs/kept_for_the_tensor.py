"""A description is kept and handed out again for the same tensor. A tensor can be given another shape in place, and
whoever gets the same dictionary may have written into it."""

from functools import cache


@cache
def describe(t):
    return dict(
        shape=tuple(t.shape),
        dtype=t.dtype,
        device=str(t.device),
        ndim=t.dim(),
        numel=t.numel(),
        nbytes=t.nbytes,
    )
