"""What the kernel says of what goes on in a process beside its first thread: other threads, and signals it answers."""

import contextlib
import os
from collections.abc import Iterable


def thread_seconds(pid: int, threads: Iterable[int]) -> dict[int, float]:
    """Processor time of some threads of a process, of those that are still there."""
    found = {}
    for thread in threads:
        with contextlib.suppress(OSError, IndexError), open(f"/proc/{pid}/task/{thread}/stat") as file:
            ticks = sum(map(int, file.read().rpartition(")")[2].split()[11:13]))
            found[thread] = ticks / os.sysconf("SC_CLK_TCK")
    return found


def caught_signals(pid: int) -> set[int]:
    """The signals for which a process has a handler."""
    with contextlib.suppress(OSError, StopIteration, ValueError), open(f"/proc/{pid}/status") as file:
        mask = next(int(line.split()[1], 16) for line in file if line.startswith("SigCgt:"))
        return {number + 1 for number in range(64) if mask >> number & 1}
    return set()
