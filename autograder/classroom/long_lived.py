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


def leave_alone_what_stayed() -> None:
    """Between two pieces of work in such a block: what the last one left for good is not looked through either.

    Of it, only what is no garbage: that is collected first, in the little that came since the last time.
    """
    gc.collect()
    gc.freeze()
