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
    return asdict(
        Description(
            tuple(t.shape),
            t.dtype,
            str(t.device),
            len(t.shape),
            t.shape.numel(),
            t.shape.numel() * torch.empty((), dtype=t.dtype).element_size(),
        )
    )
