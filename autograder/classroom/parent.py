"""A process of ours ends with the one that started it, however that ended."""

import contextlib
import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Let the kernel send SIGTERM when the process of that number is gone, which started this one, whatever it does.

    Raises SystemExit where it is gone already.
    """
    with contextlib.suppress(OSError, AttributeError):  # not Linux: it ends when it next speaks to its parent
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(1)
