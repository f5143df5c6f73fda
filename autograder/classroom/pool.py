"""Several processes of this machine that grade, each with an engine of its own.

    parent ──parcel──▶ desk 1 (Engine: zygote, trusted pytest)
           ◀─outcome──
           ──parcel──▶ desk 2 …

Processes are spawned, never forked: the parent has threads and has run torch. A worker of a cluster grades at desks,
too: what takes the process of a desk along leaves the worker standing.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection, wait
from typing import Any

from autograder.classroom import long_lived
from autograder.classroom.executor import PATIENCE_S, Job, Lost, Outcome, grade_one, in_words
from autograder.classroom.memory import places_beyond, require_room
from autograder.classroom.parent import end_with_parent
from autograder.classroom.submission import Parcel, Submission
from autograder.course import Assignment
from autograder.errors import GradingError, UserError

_GOODBYE_S = 5.0


class DeskLost(Exception):
    """The process is gone, does not answer, or its engine failed; the message says which."""


class Desk:
    """A process that grades one submission at a time."""

    def __init__(self, job: Job) -> None:
        """Start it; it is `ready` once its engine is there, which takes seconds."""
        context = multiprocessing.get_context("spawn")
        self.channel, theirs = context.Pipe()
        # Daemonic: it ends with its parent.
        self._process = context.Process(target=_work, args=(theirs, job, os.getpid()), daemon=True)
        with _allowed_to_have_children():
            self._process.start()
        theirs.close()
        self.ready = False
        self.submission: Submission | None = None
        self._deadline = float("inf")

    @property
    def free(self) -> bool:
        """Whether a parcel that is given now is begun at once."""
        return self.ready and self.submission is None

    @property
    def late(self) -> bool:
        """Whether it has used up its time."""
        return time.monotonic() > self._deadline

    def give(self, parcel: Parcel, patience_s: float = PATIENCE_S) -> None:
        self.submission, self._deadline = parcel.submission, time.monotonic() + patience_s
        with contextlib.suppress(OSError):  # one that has just died is noticed when it is heard
            self.channel.send(parcel)

    def hear(self) -> Outcome | None:
        """What it says: that it is ready (None), or an outcome. Raises DeskLost where it is good for nothing more."""
        try:
            if not self.channel.poll():
                raise DeskLost("the grading process did not answer in time")
            kind, content = self.channel.recv()
        except (EOFError, OSError):
            self._process.join(1)
            raise DeskLost(f"the grading process died (exit code {self._process.exitcode})") from None
        if kind == "broken":
            raise DeskLost(content)
        if kind == "ready":
            self.ready = True
            return None
        self.submission, self._deadline = None, float("inf")
        outcome: Outcome = content
        return outcome

    def dismiss(self) -> None:
        """Ask it to go, without waiting."""
        with contextlib.suppress(OSError):
            self.channel.send(None)

    def end(self) -> None:
        """Let it close its engine; one that does not is terminated, and then killed."""
        self.channel.close()  # an idle one ends by itself when its channel is closed
        if self.submission is not None or not self.ready:
            self._process.terminate()
        self._process.join(_GOODBYE_S)
        for kill in (self._process.terminate, self._process.kill):
            if self._process.is_alive():
                kill()
                self._process.join(_GOODBYE_S)


class Pool:
    """An executor: up to `jobs` desks on this machine, each started when there is work for it, or likely to be soon.

    For those that sleep there are more, `_beyond` so many: they take turns with nobody.
    """

    def __init__(self, jobs: int = 1, patience_s: float = PATIENCE_S) -> None:
        if jobs < 1:
            raise UserError(f"--jobs {jobs}: there must be at least one")
        self.jobs, self._patience_s = jobs, patience_s
        self._desks: list[Desk] = []
        self._given: list[Parcel] = []  # that wait for an engine to be ready
        self._starts_failed = self._beyond = 0

    def open(self, job: Job, likely: int = 0) -> Mapping[str, str]:
        require_room(job.assignment, self.jobs)
        self._beyond = places_beyond(job.assignment, self.jobs)
        self._job = job
        self._desks = [Desk(job) for _ in range(min(likely, self.jobs))]
        return {}

    def room(self) -> int:
        return self.jobs - len(self._given) - sum(desk.submission is not None for desk in self._desks)

    def room_for_sleepers(self) -> int:
        return self.room() + self._beyond

    def give(self, parcel: Parcel) -> None:
        self._given.append(parcel)
        self._hand_out()

    def news(self, seconds: float) -> Iterator[Outcome | Lost]:
        spoke = wait([desk.channel for desk in self._desks], seconds)
        for desk in [desk for desk in self._desks if desk.channel in spoke or desk.late]:
            try:
                outcome = desk.hear()
            except DeskLost as error:
                yield from self._without(desk, str(error))
                continue
            if outcome is None:
                self._starts_failed = 0
                self._hand_out()
            else:
                yield outcome
        self._hand_out()

    def close(self) -> None:
        for desk in self._desks:
            desk.dismiss()
        for desk in self._desks:
            desk.end()
        self._desks.clear()

    def _hand_out(self) -> None:
        for desk in self._desks:
            if desk.free and self._given:
                desk.give(self._given.pop(0), self._patience_s)
        starting = sum(not desk.ready for desk in self._desks)
        # No more is ever given than there is room for, so desks beyond `jobs` are started for sleepers alone.
        for _ in range(min(self.jobs + self._beyond - len(self._desks), len(self._given) - starting)):
            self._desks.append(Desk(self._job))

    def _without(self, desk: Desk, message: str) -> Iterator[Lost]:
        self._desks.remove(desk)
        desk.end()
        if desk.submission is not None:
            yield Lost(desk.submission, message)
            return
        if len(self._desks) >= self.jobs:  # there was no room for one more, and need not be
            self._beyond = 0
            return
        self._starts_failed += 1
        if self._starts_failed > self.jobs:
            raise GradingError(f"the grader cannot be started: {message}")


@contextlib.contextmanager
def _allowed_to_have_children() -> Iterator[None]:
    """Dask starts its workers as daemons, which multiprocessing lets have no children: they would be left behind.

    Ours are not: `end_with_parent`.
    """
    config: dict[str, Any] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    before = config.get("daemon")
    config["daemon"] = False
    try:
        yield
    finally:
        config["daemon"] = before


def _work(channel: Connection, job: Job, parent: int) -> None:
    """A desk's life: start an engine, grade what comes, until the parent hangs up."""
    # Ctrl-C reaches the whole group, and the parent decides what it means. Not SIG_IGN: the sandbox would inherit that,
    # and could no longer interrupt a student's endless loop.
    signal.signal(signal.SIGINT, lambda signum, frame: None)
    signal.signal(signal.SIGTERM, _leave)  # so that the engine is closed, and with it the sandbox
    end_with_parent(parent)
    assignment: Assignment = job.assignment
    try:
        release = assignment.read_release()
        grader = job.make_grader(assignment)
    except Exception as error:
        channel.send(("broken", in_words(error)))
        return
    try:
        channel.send(("ready", None))
        with long_lived.left_alone():
            while (parcel := channel.recv()) is not None:
                try:
                    channel.send(("outcome", grade_one(parcel, assignment, release, grader)))
                    long_lived.leave_alone_what_stayed()
                except Exception as error:
                    channel.send(("broken", in_words(error)))
                    return
    except (EOFError, OSError):
        pass  # the parent is gone
    finally:
        grader.close()


def _leave(signum: int, frame: object) -> None:
    raise SystemExit(128 + signum)
