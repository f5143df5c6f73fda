"""What a check may take of the grader's own process: time of the processor, and memory.

What is answered decides how much there is to go through: rows that come by the hundred thousand, two results of which
each has another shape than the check reckons with, so that their difference has the product of both. Assertions do not
end a check (see `expect.evidence`), so it may go on with such an answer although it has judged it wrong. No limit on
the student's processes holds here.
"""

from __future__ import annotations

import contextlib
import mmap
import resource
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

from autograder.boundary.failure import StudentError

# Bytes beyond what the process has when a check begins; the longest answer takes half of that to be read.
ROOM = 2 << 30
_AGAIN = 0.5  # seconds after which it is said once more, should somebody have caught it
_DATA = 5  # in /proc/self/statm: pages of data and stack


class TooMuch(BaseException):
    """A check took more than it may. No `Exception`: one that tries something out must not go on with it."""


@contextlib.contextmanager
def bounded(seconds: float, room: int | None = None) -> Iterator[None]:
    """Raise TooMuch in the block once it has taken so many seconds of the processor, or where it asks for more memory.

    Elsewhere than in a process's main thread, where nothing can be interrupted, there is no limit on the time.
    """
    room = ROOM if room is None else room
    with _less_memory(room):
        try:
            with _alarm(seconds):
                yield
        except (MemoryError, RuntimeError) as problem:
            if isinstance(problem, StudentError) or not is_short_of_memory(problem):
                raise
            short = problem
        else:
            return
    if not _there_is(room // 2):
        raise short  # the machine's own: whatever it was asked for, it has not got it
    raise TooMuch("what your code gave back takes more memory to be judged than the grader has for it") from None


def is_short_of_memory(problem: BaseException) -> bool:
    """Whether it is this process that had no memory: Python says so by a type of its own, PyTorch by its words."""
    return isinstance(problem, MemoryError) or (
        isinstance(problem, RuntimeError) and "DefaultCPUAllocator: can't allocate memory" in str(problem)
    )


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    began = time.thread_time()

    def ring(number: int, frame: FrameType | None) -> None:
        if time.thread_time() - began >= seconds:
            raise TooMuch("what your code gave back takes too long to be judged")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _less_memory(room: int) -> Iterator[None]:
    """Let the process have so many bytes more than it has, and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with open("/proc/self/statm") as file:
        most = int(file.read().split()[_DATA]) * mmap.PAGESIZE + room
    if resource.RLIM_INFINITY != soft <= most:  # somebody else has set a closer limit
        yield
        return
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _there_is(size: int) -> bool:
    """Whether the machine would give this process so much more."""
    try:
        mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except OSError:
        return False
    return True
