"""Several processes that grade, each with an engine of its own.

    parent ──task──▶ worker 1 (Engine: zygote, trusted pytest)
           ◀─Graded─
           ──task──▶ worker 2 …

A worker that dies, or does not answer in time, is a fault of ours: it is replaced, its task is given out once more,
and only if that fails too the task is returned as `Fault`. Workers are spawned, never forked: the parent has threads
and has run torch.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, Protocol

from autograder.classroom.submission import Prepared, Submission, prepare
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.errors import GradingError, UserError

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from autograder.engine.engine import Graded

PATIENCE_S = (
    1800.0  # an engine has limits of its own and always answers sooner; this one is for an engine that is stuck
)
_GOODBYE_S = 5.0
_PR_SET_PDEATHSIG = 1
_MOMENT_S = 0.25  # how often the parent looks whether it should stop


class Grader(Protocol):
    """What the pool asks of an engine."""

    def grade(self, notebook: NotebookNode, *, files: Mapping[str, bytes] | None = ...) -> Graded: ...

    def close(self) -> None: ...


MakeGrader = Callable[[Assignment], Grader]


@dataclass(frozen=True)
class Done:
    """A graded submission: the notebook that was graded (restored), the engine's result and remarks."""

    submission: Submission
    prepared: Prepared
    graded: Graded


@dataclass(frozen=True)
class Refused:
    """There was nothing to grade: the message says why and what to do."""

    submission: Submission
    message: str


@dataclass(frozen=True)
class Fault:
    """It could not be graded, through no fault of the student's."""

    submission: Submission
    message: str


Outcome = Done | Refused | Fault


@dataclass
class _Worker:
    process: BaseProcess
    channel: Connection
    ready: bool = False
    task: Submission | None = None
    deadline: float = field(default=float("inf"))


def engine_for(
    assignment: Assignment, device: str | None = None, seed: Seed | None = None, draw_all: bool = False
) -> Grader:
    """The engine that grades for real; `device` adds the checks that need it, `draw_all` the given cells' pictures."""
    from autograder.engine.engine import Engine  # imports torch: only where submissions are graded

    return Engine(assignment, device=device, seed=seed or Seed(), draw_all=draw_all)


def grade_all(
    submissions: Sequence[Submission],
    assignment: Assignment,
    *,
    jobs: int = 1,
    make_grader: MakeGrader = engine_for,
    patience_s: float = PATIENCE_S,
    stopping: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Grade `submissions` in `jobs` processes; yields outcomes as they come, one for each submission.

    Once `stopping()` is true, only what has already been graded is yielded. Raises GradingError if no engine can be
    started at all. Closing the iterator ends the workers, also those in the midst of a submission.
    """
    waiting = deque(submissions)
    tries = dict.fromkeys((submission.student for submission in submissions), 0)
    workers: list[_Worker] = []
    starts_failed = 0
    try:
        while waiting or any(worker.task for worker in workers):
            if stopping():
                yield from _already_graded(workers)
                return
            busy = sum(worker.task is not None for worker in workers)
            while len(workers) < min(jobs, busy + len(waiting)):
                workers.append(_start(assignment, make_grader))
            for worker in workers:
                if worker.ready and worker.task is None and waiting:
                    _give(worker, waiting.popleft(), patience_s)
            for worker in _that_have_news(workers):
                message = _hear(worker)
                if message == ("ready", None):
                    worker.ready, starts_failed = True, 0
                    continue
                task, worker.task, worker.deadline = worker.task, None, float("inf")
                if message[0] == "outcome":
                    yield message[1]
                    continue
                # From here on the worker is lost: it could not start, it died, its engine failed or it does not answer.
                workers.remove(worker)
                _end(worker)
                if task is None:
                    starts_failed += 1
                    if starts_failed > jobs:
                        raise GradingError(f"the grader cannot be started: {message[1]}")
                    continue
                tries[task.student] += 1
                if tries[task.student] > 1:
                    yield Fault(task, f"{message[1]} (twice)")
                else:
                    waiting.append(task)
    finally:
        for worker in workers:
            with contextlib.suppress(OSError):
                worker.channel.send(None)
        for worker in workers:
            _end(worker)


def _start(assignment: Assignment, make_grader: MakeGrader) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, assignment, make_grader, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, task: Submission, patience_s: float) -> None:
    worker.task, worker.deadline = task, time.monotonic() + patience_s
    with contextlib.suppress(OSError):  # a worker that has just died is noticed when it is heard
        worker.channel.send(task)


def _that_have_news(workers: list[_Worker]) -> list[_Worker]:
    """Wait a moment; return the workers that have said something, have died or have used up their time."""
    spoke = wait([worker.channel for worker in workers], _MOMENT_S)
    now = time.monotonic()
    return [worker for worker in workers if worker.channel in spoke or now > worker.deadline]


def _already_graded(workers: list[_Worker]) -> Iterator[Outcome]:
    for worker in workers:
        if worker.channel.poll():
            message = _hear(worker)
            if message[0] == "outcome":
                worker.task = None
                yield message[1]


def _hear(worker: _Worker) -> tuple[str, Any]:
    try:
        if worker.channel.poll():
            kind, content = worker.channel.recv()
            return kind, content
    except (EOFError, OSError):
        worker.process.join(1)
        return "lost", f"the grading process died (exit code {worker.process.exitcode})"
    return "lost", "the grading process did not answer in time"


def _end(worker: _Worker) -> None:
    """Let a worker close its engine; one that does not is terminated, and then killed."""
    worker.channel.close()  # an idle worker ends by itself when its channel is closed
    if worker.task is not None:
        worker.process.terminate()
    worker.process.join(_GOODBYE_S)
    for kill in (worker.process.terminate, worker.process.kill):
        if worker.process.is_alive():
            kill()
            worker.process.join(_GOODBYE_S)


def _work(channel: Connection, assignment: Assignment, make_grader: MakeGrader, parent: int) -> None:
    """A worker's life: start an engine, grade what comes, until the parent hangs up."""
    # Ctrl-C reaches the whole group, and the parent decides what it means. Not SIG_IGN: the sandbox would inherit that,
    # and could no longer interrupt a student's endless loop.
    signal.signal(signal.SIGINT, lambda signum, frame: None)
    signal.signal(signal.SIGTERM, _leave)  # so that the engine is closed, and with it the sandbox
    _end_with_parent(parent)
    try:
        release, course_files = assignment.read_release(), assignment.data_files()
        grader = make_grader(assignment)
    except Exception as error:
        channel.send(("broken", _in_words(error)))
        return
    try:
        channel.send(("ready", None))
        while (task := channel.recv()) is not None:
            try:
                channel.send(("outcome", _grade_one(task, assignment, release, course_files, grader)))
            except Exception as error:
                channel.send(("broken", _in_words(error)))
                return
    except (EOFError, OSError):
        pass  # the parent is gone
    finally:
        grader.close()


def _grade_one(
    submission: Submission,
    assignment: Assignment,
    release: NotebookNode,
    course_files: Mapping[str, bytes],
    grader: Grader,
) -> Outcome:
    try:
        prepared = prepare(submission, assignment, release, course_files)
    except UserError as error:
        return Refused(submission, str(error))
    except OSError as error:
        return Refused(submission, f"{error.filename or submission.folder}: cannot be read ({error.strerror})")
    return Done(submission, prepared, grader.grade(prepared.notebook, files=prepared.files))


def _end_with_parent(parent: int) -> None:
    """Let the kernel send SIGTERM when the parent is gone, however it ended: a worker in the midst of a submission."""
    with contextlib.suppress(OSError, AttributeError):  # not Linux: it ends when it next speaks to its parent
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(1)


def _leave(signum: int, frame: object) -> None:
    raise SystemExit(128 + signum)


def _in_words(error: Exception) -> str:
    return str(error) if isinstance(error, GradingError | UserError) else f"{type(error).__name__}: {error}"
