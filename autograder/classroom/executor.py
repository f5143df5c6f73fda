"""Many submissions, wherever they are graded: in what order, how often one is tried, and when it is given up.

    submissions ──pack──▶ parcels ──Executor──▶ processes of this machine (pool.py), workers of a cluster (cluster.py)
                                   ◀─outcomes─

This loop is the same for both. A parcel holds everything by value, so an executor needs no disk in common. A worker
that dies, or does not answer in time, is a fault of ours: what it had is given out once more, and what takes a worker
along twice is a `Fault`, an error and no zero.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from autograder.classroom.submission import Parcel, Prepared, Submission, pack, unpack
from autograder.classroom.turns import Turns
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.engine.head_start import start_engine
from autograder.engine.report import Graded
from autograder.errors import GradingError, Overdue, UserError

if TYPE_CHECKING:
    from nbformat import NotebookNode


PATIENCE_S = (
    1800.0  # an engine has limits of its own and always answers sooner; this one is for an engine that is stuck
)
_MOMENT_S = 0.25  # how often the loop looks whether it should stop


class Grader(Protocol):
    """What an executor asks of an engine."""

    def grade(
        self, notebook: NotebookNode, *, files: Mapping[str, bytes] | None = ..., within: float = ...
    ) -> Graded: ...

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


@dataclass(frozen=True)
class Lost:
    """Whoever graded this submission is gone, or its engine failed."""

    submission: Submission
    message: str


@dataclass(frozen=True)
class Aside(Lost):
    """Nothing is wrong, but it takes far longer than others: it is graded when they are. It may be `asleep` mostly."""

    asleep: bool = False


@dataclass(frozen=True)
class Job:
    """What is graded, and with what engine; both can be pickled."""

    assignment: Assignment
    make_grader: MakeGrader


class Executor(Protocol):
    """Somewhere to grade. All methods but `close` may raise GradingError where nothing can be graded any more."""

    def open(self, job: Job, likely: int = 0) -> Mapping[str, str]:
        """Get ready; returns those parts of the standard that are others than this machine's.

        So many parcels are `likely` to come soon: what takes seconds to be ready for them may begin. Raises UserError
        where the job cannot be done as it is asked for, with the remedy.
        """

    def room(self) -> int:
        """How many parcels would be begun at once if they were given now."""

    def room_for_sleepers(self) -> int:
        """How many would be, of such as hardly need a processor; asked only where there is no other room."""

    def give(self, parcel: Parcel) -> None:
        """Begin one; only while there is room."""

    def news(self, seconds: float) -> Iterable[Outcome | Lost]:
        """What has come of parcels that were given; waits so long for the first."""

    def close(self) -> None:
        """End everything, also what is in the midst of a submission."""


def engine_for(
    assignment: Assignment, device: str | None = None, seed: Seed | None = None, draw_all: bool = False
) -> Grader:
    """The engine that grades for real; `device` adds the checks that need it, `draw_all` the given cells' pictures."""
    return start_engine(assignment, device=device, seed=seed or Seed(), draw_all=draw_all)


def grade_all(
    submissions: Sequence[Submission],
    job: Job,
    executor: Executor,
    *,
    stopping: Callable[[], bool] = lambda: False,
) -> Generator[Outcome, None, None]:
    """Grade `submissions`, in this order, with an executor that is open; yields outcomes as they come, one for each.

    What takes far longer than others is graded after them (`Turns`), with the same limits and the same result; of what
    sleeps, more at a time than there are places otherwise.
    Once `stopping()` is true, only what has already been graded is yielded. Raises GradingError where nothing can be
    graded any more.
    """
    turns = Turns(submissions)
    losses: Counter[str] = Counter()
    out = 0
    while turns or out:
        if stopping():
            yield from (one for one in executor.news(0) if not isinstance(one, Lost))
            return
        while turns and (executor.room() > 0 or (turns.only_sleepers and executor.room_for_sleepers() > 0)):
            submission, within = turns.next()
            try:
                parcel = pack(submission, job.assignment)
            except UserError as error:
                yield Refused(submission, str(error))
            except OSError as error:
                yield Refused(submission, unreadable(submission, error))
            else:
                executor.give(replace(parcel, within=within))
                out += 1
        for one in executor.news(_MOMENT_S):
            out -= 1
            if isinstance(one, Aside):
                turns.set_aside(one.submission, asleep=one.asleep)
                continue
            if not isinstance(one, Lost):
                if isinstance(one, Done):
                    turns.done(one.graded.waited)
                yield one
                continue
            losses[one.submission.student] += 1
            if losses[one.submission.student] > 1:
                yield Fault(one.submission, f"{one.message} (twice)")
            else:
                turns.again(one.submission)


def longest_first(submissions: Iterable[Submission], seconds: Mapping[str, float]) -> list[Submission]:
    """In the order in which they are best begun, so that no long one is left for the end, when others idle.

    `seconds` is what those took that were graded before; the others are taken for their mean, larger notebooks first.
    """
    mean = sum(seconds.values()) / len(seconds) if seconds else 0.0

    def expected(submission: Submission) -> tuple[float, int]:
        return seconds.get(submission.student, mean), _size(submission)

    return sorted(submissions, key=expected, reverse=True)


def grade_one(parcel: Parcel, assignment: Assignment, release: NotebookNode, grader: Grader) -> Outcome | Aside:
    """What a worker does with a parcel. Raises what the engine raises."""
    try:
        prepared = unpack(parcel, assignment, release)
    except UserError as error:
        return Refused(parcel.submission, str(error))
    try:
        graded = grader.grade(prepared.notebook, files=prepared.files, within=parcel.within or math.inf)
    except Overdue as overdue:
        return Aside(parcel.submission, "it takes longer than the others", overdue.asleep)
    # The files were for the engine: nobody needs them any more, and they would travel back.
    kept = Prepared(prepared.notebook, {}, prepared.notes, prepared.timestamp, prepared.digests)
    return Done(parcel.submission, kept, graded)


def unreadable(submission: Submission, error: OSError) -> str:
    """The message for a folder that the system does not let us read."""
    return f"{error.filename or submission.folder}: cannot be read ({error.strerror})"


def in_words(error: Exception) -> str:
    """What went wrong; those that are no sentence of ours with their kind."""
    return str(error) if isinstance(error, GradingError | UserError) else f"{type(error).__name__}: {error}"


def _size(submission: Submission) -> int:
    try:
        return submission.notebook.lstat().st_size if submission.notebook is not None else 0
    except OSError:
        return 0
