"""Fewer, larger pages for the memory that every submission begins with: copying a process copies its table of pages.

The zygote holds some 250 MB of imported modules. A copy of it is made for every submission and for every exercise, and
half of what that takes goes into 60,000 entries of 4 KiB. Where the kernel can (Linux 6.1), two megabytes become one
entry; what a copy writes to is still copied 4 KiB at a time. Nothing depends on it.
"""

import ctypes
from collections.abc import Iterator

_SIZE = 2 << 20
_MADV_COLLAPSE = 25
_libc = ctypes.CDLL(None)


def large_pieces() -> Iterator[int]:
    """The addresses of all whole pieces of this process's own anonymous memory that are as large as a huge page."""
    with open("/proc/self/maps") as file:
        lines = file.readlines()
    for line in lines:
        span, permissions, _, _, inode, *name = line.split()
        if permissions == "rw-p" and inode == "0" and name in ([], ["[heap]"]):
            start, end = (int(place, 16) for place in span.split("-"))
            yield from range(-(-start // _SIZE) * _SIZE, end - _SIZE + 1, _SIZE)


def join_next(pieces: Iterator[int]) -> bool:
    """Ask the kernel to join the pages of the next piece, which takes milliseconds; False where none is left."""
    piece = next(pieces, None)
    if piece is None:
        return False
    _libc.madvise(ctypes.c_void_p(piece), ctypes.c_size_t(_SIZE), _MADV_COLLAPSE)  # or it stays as it is
    return True
