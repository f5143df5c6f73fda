"""Grade every submission of an assignment, and keep the books.

    submitted/*/NN_topic/topic.ipynb
      ──pool──▶ reports/NN_topic/<student>.json ──gradebook──▶ gradebook.db, autograded/, feedback/

Workers grade while this process keeps the books of those already done. A student counts as done, for `resume`, once
reports/NN_topic/<student>.sha256 names the notebook that was graded; it is written last, when everything else is.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

from autograder.classroom.gradebook import Gradebook, OpenGradebook, Recorded
from autograder.classroom.pool import Done, MakeGrader, Outcome, engine_for, grade_all
from autograder.classroom.progress import Progress
from autograder.classroom.submission import Submission, find
from autograder.classroom.summary import Entry, Summary
from autograder.classroom.terminal import terminal
from autograder.course import Assignment
from autograder.engine.report import ExerciseResult, Report, Status
from autograder.errors import GradingError, UserError
from autograder.files import file_name, write_whole

_FOLDERS = ("reports", "autograded", "feedback")


def grade(
    assignment: Assignment,
    course_root: Path,
    open_gradebook: OpenGradebook,
    *,
    jobs: int = 1,
    resume: bool = False,
    feedback: bool = True,
    progress: bool = True,
    make_grader: MakeGrader = engine_for,
) -> Summary:
    """Grade `course_root/submitted/*/<assignment>` in `jobs` processes and record the scores in the gradebook.

    `resume` leaves out students who are done and whose notebook has not changed since. `feedback` writes
    feedback pages. A submission that cannot be graded is an entry with status error, and harms no other. Ctrl-C
    raises KeyboardInterrupt once everything that was already graded is recorded.

    Raises UserError for bad input (nothing submitted, folders that cannot be written, a gradebook that refuses the
    assignment) and GradingError where no grader can be started.
    """
    if jobs < 1:
        raise UserError(f"--jobs {jobs}: there must be at least one")
    started = time.monotonic()
    course_root = course_root.resolve()
    submissions = find(course_root, assignment)
    reports = course_root / "reports" / assignment.name
    _check_writable(course_root, reports)
    entries: dict[str, Entry] = {}
    with open_gradebook(course_root, assignment) as books:
        books.register()
        todo = []
        for submission in submissions:
            report = _unchanged(submission, reports) if resume else None
            if report is None:
                todo.append(submission)
                continue
            entries[submission.student] = _resumed(submission.student, report, books, feedback=feedback)
        bar = Progress(len(todo), terminal(stderr=True), shown=progress)
        with _first_interrupt_only() as interrupted, bar:
            outcomes = grade_all(todo, assignment, jobs=jobs, make_grader=make_grader, stopping=interrupted.is_set)
            with contextlib.closing(outcomes):  # type: ignore[type-var]
                for outcome in outcomes:
                    entry = _settle(outcome, assignment, reports, books, feedback=feedback)
                    entries[entry.student] = entry
                    bar.advance(entry)
        if interrupted.is_set():
            raise KeyboardInterrupt
    return Summary(
        assignment=assignment.name,
        points={exercise.id: exercise.points for exercise in assignment.exercises},
        manual=frozenset(exercise.id for exercise in assignment.exercises if exercise.manual),
        entries=tuple(entries[submission.student] for submission in submissions),
        seconds=time.monotonic() - started,
    )


def _settle(outcome: Outcome, assignment: Assignment, reports: Path, books: Gradebook, *, feedback: bool) -> Entry:
    """Write the report and keep the books of one submission."""
    student = outcome.submission.student
    _sidecar(reports, student).unlink(missing_ok=True)
    if not isinstance(outcome, Done):
        report = _without_score(assignment, outcome.message)
        _write(_report(reports, student), report.to_json())
        return Entry.of(student, report, note=outcome.message)

    remarks = list(outcome.prepared.notes)
    report = outcome.graded.report
    message = "\n".join([*remarks, *([report.message] if report.message else [])])
    report = replace(report, message=message or None)
    _write(_report(reports, student), report.to_json())
    if report.status is Status.ERROR:
        failed = [f"{result.id}: {result.message}" for result in report.exercises if result.status is Status.ERROR]
        return Entry.of(student, report, note="; ".join([*failed, *remarks]))
    note = "; ".join(remarks)
    try:
        recorded = books.record(outcome, notes=remarks)
    except GradingError as error:
        return Entry.of(student, report, note=str(error), failed=True)
    note = "; ".join(part for part in (_late_note(recorded), note) if part)
    if feedback:
        note = _feedback_note(books, student, note)
    if outcome.submission.digest:
        _write(_sidecar(reports, student), f"{outcome.submission.digest}  {outcome.submission.notebook}\n")
    return Entry.of(student, report, note=note)


def _resumed(student: str, report: Report, books: Gradebook, *, feedback: bool) -> Entry:
    """The entry of a student who is done; a feedback page that is missing is written."""
    remarks = "; ".join(report.message.splitlines()) if report.message else ""
    note = "; ".join(part for part in (_late_note(books.late(student)), remarks) if part)
    if feedback and books.has_autograded(student) and not books.feedback_page(student).exists():
        note = _feedback_note(books, student, note)
    return Entry.of(student, report, note=note, resumed=True)


def _without_score(assignment: Assignment, message: str) -> Report:
    """The report of a submission that could not be graded."""
    exercises = tuple(
        ExerciseResult(
            id=exercise.id,
            score=None,
            points=exercise.points,
            status=Status.MANUAL if exercise.manual else Status.ERROR,
            checks=(),
            message=None if exercise.manual else "not graded",
        )
        for exercise in assignment.exercises
    )
    return Report(
        assignment=assignment.name,
        exercises=exercises,
        sandbox="none",
        seed=0,
        versions={},
        seconds=0.0,
        message=message,
    )


def _unchanged(submission: Submission, reports: Path) -> Report | None:
    """The report of a student who is done with the notebook that lies there; None where there is something to do."""
    try:
        graded, _, _ = _sidecar(reports, submission.student).read_text().partition(" ")
        report = Report.from_json(_report(reports, submission.student).read_text())
    except (OSError, ValueError, UserError):
        return None
    unchanged = submission.digest is not None and graded == submission.digest
    return report if unchanged and report.status is not Status.ERROR else None


def _report(reports: Path, student: str) -> Path:
    return reports / f"{file_name(student)}.json"


def _sidecar(reports: Path, student: str) -> Path:
    return reports / f"{file_name(student)}.sha256"


def _late_note(recorded: Recorded) -> str:
    if recorded.late_s <= 0:
        return ""
    days, rest = divmod(int(recorded.late_s), 86400)
    hours, rest = divmod(rest, 3600)
    late = f"{days} d {hours} h" if days else f"{hours} h {rest // 60} min" if hours else f"{max(1, rest // 60)} min"
    return f"{late} late" + (f", {recorded.penalty:g} points off" if recorded.penalty else "")


def _feedback_note(books: Gradebook, student: str, note: str) -> str:
    """Write the feedback page; where that fails the score stands, and the note says so."""
    try:
        books.write_feedback(student)
        return note
    except GradingError as error:
        return "; ".join(part for part in (note, str(error)) if part)


def _check_writable(course_root: Path, reports: Path) -> None:
    try:
        reports.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{reports}: cannot be made ({error.strerror}); check the permissions of {course_root}"
        ) from error
    for folder in (course_root, reports, *(course_root / name for name in _FOLDERS), course_root / "gradebook.db"):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise UserError(f"{folder}: cannot be written; check its permissions")


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise UserError(f"{path}: cannot be written ({error.strerror}). Mend that, and go on with --resume") from error


@contextlib.contextmanager
def _first_interrupt_only() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into an event, so that what is being recorded is recorded whole; the second interrupts."""
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event  # signals reach the main thread alone
        return

    def note_it(signum: int, frame: FrameType | None) -> None:
        event.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, note_it)
    try:
        yield event
    finally:
        signal.signal(signal.SIGINT, before)


__all__: Sequence[str] = ("grade",)
