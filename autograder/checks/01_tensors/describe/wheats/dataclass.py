"""Fills a dataclass and turns it into a dictionary."""

from dataclasses import asdict, dataclass


@dataclass
class Description:
    shape: tuple
    dtype: torch.dtype
    device: str
    ndim: int
    numel: int
    nbytes: int


def describe(t):
    numel = t.shape.numel()
    nbytes = numel * torch.empty((), dtype=t.dtype).element_size()
    return asdict(Description(tuple(t.shape), t.dtype, str(t.device), len(t.shape), numel, nbytes))
