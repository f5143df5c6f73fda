"""Python's collector, spared what will live as long as the process does anyway.

A grading process holds some hundred thousand objects of imported modules, and the collector looks through all of them
for garbage again and again while submissions come and go: a fifth of what the trusted processes take, for nothing.
"""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def left_alone() -> Iterator[None]:
    """In the block, what was there when it began is not looked through; what comes after is, as ever."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
