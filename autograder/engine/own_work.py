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
from collections.abc import Callable, Iterator
from contextvars import copy_context
from types import FrameType
from typing import TypeVar

import torch

from autograder.boundary.failure import StudentError

T = TypeVar("T")

# Bytes beyond what the process has when a check begins; the longest answer takes half of that to be read.
ROOM = 2 << 30
_AGAIN = 0.5  # seconds after which it is said once more, should somebody have caught it
_CONVERSATION = "autograder.boundary."
_DATA = 5  # in /proc/self/statm: pages of data and stack


class TooMuch(BaseException):
    """A check took more than it may. No `Exception`: one that tries something out must not go on with it."""


def bounded(seconds: float, act: Callable[[], T], room: int | None = None) -> T:
    """Give back what `act` does; raise TooMuch where it takes more seconds of the processor, or asks for more memory.

    What it has switched on for its own time (grad mode, a default dtype, context variables) ends with it, wherever it
    is interrupted. Elsewhere than in a process's main thread, where nothing can be interrupted, there is no limit on
    the time.
    """
    room = ROOM if room is None else room
    with _less_memory(room):
        try:
            with _alarm(seconds), _settings_kept():
                return _interruptible(act)
        except (MemoryError, RuntimeError) as problem:
            if isinstance(problem, StudentError) or not is_short_of_memory(problem):
                raise
            short = problem
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
        if time.thread_time() - began >= seconds and _may_be_interrupted(frame):
            raise TooMuch("what your code gave back takes too long to be judged")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _interruptible(act: Callable[[], T]) -> T:
    return copy_context().run(act)


def _may_be_interrupted(frame: FrameType | None) -> bool:
    """Whether what runs is the check, and not what cleans up after it.

    The alarm rings again, and giving back half a million objects takes longer than that: it would ring where a context
    of ours ends, and be the end of that. A conversation with a student's process is not broken off either: what the
    next answer is an answer to would be anybody's guess.
    """
    while frame is not None and frame.f_code is not _interruptible.__code__:
        if str(frame.f_globals.get("__name__")).startswith(_CONVERSATION):
            return False
        frame = frame.f_back
    return frame is not None


@contextlib.contextmanager
def _settings_kept() -> Iterator[None]:
    """A `with` block that is interrupted at its end leaves behind what it has set."""
    recorded, dtype = torch.is_grad_enabled(), torch.get_default_dtype()
    try:
        yield
    finally:
        torch.set_grad_enabled(recorded)
        torch.set_default_dtype(dtype)


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
