"""Functions of ours that read a student's text, in a process with limits of time and memory.

Parsers of HTML and Markdown take the square of the length for some texts, and minutes for a page. So they run here: a
child process that is kept, does one text after the other, and is ended by the kernel where a text takes too long. The
text then has no answer, and whoever asked shows it as it was written.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import resource
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

MEMORY = 1 << 30  # bytes of data; an interpreter with everything imported takes a tenth of it
LONGEST_ANSWER = 32 << 20
_START_SECONDS = 60.0  # of wall-clock time, on whatever machine: imports take part of the first
_PATIENCE = 30.0  # times as much wall-clock as processor time, for machines under load
_LENGTH = struct.Struct("<Q")
_A_TAG = 60  # characters that a tag counts as: reading a page again takes its server 30 µs for one, nbconvert does that


@dataclass
class Budget:
    """What the texts of one submission may take together: seconds of the processor, and characters on a page."""

    seconds: float = 5.0
    room: int = 8_000_000
    each: float = 2.0

    def fits(self, length: int) -> bool:
        """Whether so many characters still have room; takes them off if so."""
        if length > self.room:
            return False
        self.room -= length
        return True

    def fits_html(self, html: str) -> bool:
        """Whether so much HTML still has room, with all its elements; takes it off if so."""
        return self.fits(len(html) + _A_TAG * html.count("<"))


def ask(function: str, *texts: str, budget: Budget) -> str | None:
    """Call `function` ("module:name", texts → text) in the child; None where it raised or went over a limit."""
    seconds = min(budget.each, budget.seconds)
    if seconds <= 0:
        return None
    with _lock:
        child = _child()
        try:
            answer = child.ask(function, texts, seconds)
        except (OSError, EOFError, ValueError):
            answer = {"used": seconds}
            _end()
    budget.seconds -= float(answer.get("used", seconds))
    result = answer.get("ok")
    return result if isinstance(result, str) else None


def here(do: Callable[[str], str], text: str, budget: Budget) -> str | None:
    """What a function makes of a short text, in this process; None where nothing is left of the budget.

    A text of two thousand characters can take a second, and a page has a thousand of them.
    """
    if budget.seconds <= 0:
        return None
    began = time.thread_time()
    try:
        return do(text)
    finally:
        budget.seconds -= time.thread_time() - began


class _Child:
    def __init__(self) -> None:
        # The same modules as here, also where nbgrader_config.py has put the course's folder on the path.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self.owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "autograder.boundary.bounded"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd="/",
        )
        self._known: set[str] = set()

    def ask(self, function: str, texts: tuple[str, ...], seconds: float) -> dict[str, Any]:
        request = json.dumps([function, seconds, *texts]).encode()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        _write(self._process.stdin, request)
        patience = seconds * _PATIENCE + (0 if function in self._known else _START_SECONDS)
        answer: dict[str, Any] = json.loads(_read(self._process.stdout, time.monotonic() + patience))
        self._known.add(function)
        return answer

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


_lock = threading.RLock()
_kept: _Child | None = None


def _child() -> _Child:
    global _kept
    if _kept is None or _kept.owner != os.getpid():
        _kept = _Child()
    return _kept


def _end() -> None:
    global _kept
    child, _kept = _kept, None
    if child is not None and child.owner == os.getpid():
        child.end()


atexit.register(_end)


def _write(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)) + message)
    pipe.flush()


def _read(pipe: IO[bytes], until: float) -> bytes:
    def exactly(count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            if not select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
                raise OSError("no answer in time")
            part = os.read(pipe.fileno(), min(count - len(parts), 1 << 20))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    (length,) = _LENGTH.unpack(exactly(_LENGTH.size))
    if length > LONGEST_ANSWER:
        raise OSError("the answer is too long")
    return exactly(length)


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """The child's life: a request, an answer, until the parent hangs up."""
    functions: dict[str, Callable[..., str]] = {}
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))  # 0 would start a program that is given cores
    while head := source.read(_LENGTH.size):
        function, seconds, *texts = json.loads(source.read(_LENGTH.unpack(head)[0]))
        if function not in functions:
            module, _, name = function.partition(":")
            functions[function] = getattr(importlib.import_module(module), name)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal ends this process, in whatever library it is
        answer: dict[str, Any]
        try:
            answer = {"ok": functions[function](*texts)}
        except Exception as problem:  # MemoryError and RecursionError too: the text has no answer
            answer = {"error": type(problem).__name__}
        signal.setitimer(signal.ITIMER_PROF, 0)
        message = json.dumps({**answer, "used": time.process_time() - started}).encode()
        _write(sink, message if len(message) <= LONGEST_ANSWER else b'{"error": "too long"}')


if __name__ == "__main__":
    from autograder.boundary.jail import die_with_parent

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who hangs up
    die_with_parent()
    serve(sys.stdin.buffer, sys.stdout.buffer)
