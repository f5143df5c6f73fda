"""Grade every submission of an assignment, and keep the books.

    submitted/*/NN_topic/topic.ipynb
      ──executor──▶ Report ──gradebook──▶ gradebook.db (scores and record), autograded/, feedback/ ──▶ reports/NN_topic/

Workers grade, longest first, while this process keeps the books of those already done. Whether a submission is to be
graded is decided by its record in the gradebook alone (see `autograder.classroom.record`); the files in reports/ are
copies of what the records hold, for the class report.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType

from autograder.classroom.ahead import ahead
from autograder.classroom.executor import (
    Done,
    Executor,
    Job,
    MakeGrader,
    Outcome,
    engine_for,
    grade_all,
    longest_first,
)
from autograder.classroom.gradebook import Gradebook, OpenGradebook, Recorded
from autograder.classroom.long_lived import left_alone
from autograder.classroom.pool import Pool
from autograder.classroom.progress import Progress
from autograder.classroom.record import FORCED, Held, Regraded, seconds_of, stale, standard
from autograder.classroom.submission import Submission, digests, find
from autograder.classroom.summary import Entry, Summary, reasons
from autograder.classroom.terminal import terminal
from autograder.course import Assignment
from autograder.course.seed import Seed
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
    students: Collection[str] = (),
    force: bool = False,
    feedback: bool = True,
    progress: bool = True,
    seed: Seed | None = None,
    device: str | None = None,
    draw_all: bool = False,
    make_grader: MakeGrader | None = None,
    executor: Executor | None = None,
) -> Summary:
    """Grade what is missing or stale of `course_root/submitted/*/<assignment>` and record it in the gradebook.

    `executor` grades, or else `jobs` processes here, with `seed` (everybody's, unless given) and on `device`;
    `draw_all` as in the engine. `feedback` writes feedback pages. A submission that cannot be graded is an entry with
    status error, and harms no other. Ctrl-C and a request to terminate raise KeyboardInterrupt once everything that was
    already graded is recorded. Where `students` are named, nobody else is graded; `force` grades also what is neither
    missing nor stale.

    Raises UserError for bad input (nothing submitted, folders that cannot be written, a gradebook that refuses the
    assignment) and GradingError where no grader can be started.
    """
    started = time.monotonic()
    course_root, seed = course_root.resolve(), seed or Seed()
    job = Job(assignment, make_grader or partial(engine_for, device=device, seed=seed, draw_all=draw_all))
    executor = executor or Pool(jobs)
    everybody = find(course_root, assignment)
    submissions = chosen(everybody, students)
    reports = course_root / "reports" / assignment.name
    check_writable(course_root, reports)
    entries: dict[str, Entry] = {}
    with contextlib.ExitStack() as opened:
        opened.enter_context(contextlib.closing(executor))
        # Before the gradebook is opened, which takes a second: they are starting meanwhile.
        likely = [one for one in submissions if force or not os.path.exists(_report(reports, one.student))]
        now = standard(assignment, course_root, seed, device) | dict(executor.open(job, len(likely)))
        books = opened.enter_context(open_gradebook(course_root, assignment))
        books.register()
        known = books.held()
        whys = {one.student: stale(known.get(one.student), digests(one), now) for one in submissions}
        if force:
            whys = {student: why or (FORCED,) for student, why in whys.items()}
        _remove_others(reports, {one.student for one in everybody})
        todo = [one for one in submissions if whys[one.student]]
        for submission in submissions:
            if not whys[submission.student]:
                entries[submission.student] = _resumed(known[submission.student], reports, books, feedback=feedback)
        console = terminal(stderr=True)
        if progress and todo:
            said = f"grading {len(todo)} of {len(submissions)}: {reasons(whys[one.student] for one in todo)}"
            console.print(said, markup=False, highlight=False, soft_wrap=True)
        bar = Progress(len(todo), console, shown=progress)
        todo = longest_first(todo, seconds_of(known, todo))
        with first_interrupt_only() as interrupted, bar:
            outcomes = grade_all(todo, job, executor, stopping=interrupted.is_set)
            with ahead(outcomes) as settled, left_alone():
                for outcome in settled:
                    entry = settle(outcome, assignment, reports, books, now, feedback=feedback)
                    entry = replace(entry, why=whys[entry.student])
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


def chosen(submissions: Sequence[Submission], students: Collection[str]) -> list[Submission]:
    """The submissions of these students, everybody's where none are named; raises UserError for one who has none."""
    known = {one.student for one in submissions}
    if missing := sorted(set(students) - known):
        raise UserError(
            f"--student: no submission of {', '.join(missing)}: the names are those of folders in submitted/"
        )
    return [one for one in submissions if not students or one.student in students]


def settle(
    outcome: Outcome,
    assignment: Assignment,
    reports: Path,
    books: Gradebook,
    now: Mapping[str, str],
    *,
    feedback: bool,
    regraded: Regraded | None = None,
) -> Entry:
    """Keep the books of one submission and write its report; `regraded` says why it was graded again."""
    student = outcome.submission.student
    if not isinstance(outcome, Done):
        report = _without_score(assignment, outcome.message)
        return Entry.of(student, report, note=_joined(outcome.message, _write(reports, student, report.to_json())))
    remarks = list(outcome.prepared.notes)
    report = outcome.graded.report
    message = "\n".join([*remarks, *([report.message] if report.message else [])])
    report = replace(report, message=message or None)
    if report.status is Status.ERROR:
        failed = [f"{result.id}: {result.message}" for result in report.exercises if result.status is Status.ERROR]
        return Entry.of(student, report, note=_joined(*failed, *remarks, _write(reports, student, report.to_json())))
    try:
        recorded = books.record(outcome, report, now, notes=remarks, regraded=regraded)
    except GradingError as error:
        unsaid = _write(reports, student, _without_score(assignment, str(error)).to_json())
        return Entry.of(student, report, note=_joined(str(error), unsaid), failed=True)
    note = _joined(_late_note(recorded), *remarks, _write(reports, student, recorded.report))
    return Entry.of(student, report, note=_feedback_note(books, student, note) if feedback else note)


def _resumed(held: Held, reports: Path, books: Gradebook, *, feedback: bool) -> Entry:
    """The entry of a student whose record holds; a report or a feedback page that is missing is written."""
    assert held.record is not None  # without one it would be stale
    student, report = held.student, Report.from_json(held.record.report)
    remarks = report.message.splitlines() if report.message else []
    recorded = Recorded(held.late_s, held.penalty, held.record.report)
    note = _joined(_late_note(recorded), *remarks, _write(reports, student, recorded.report))
    if feedback and not held.feedback:
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


def _late_note(recorded: Recorded) -> str:
    if recorded.late_s <= 0:
        return ""
    days, rest = divmod(int(recorded.late_s), 86400)
    hours, rest = divmod(rest, 3600)
    late = f"{days} d {hours} h" if days else f"{hours} h {rest // 60} min" if hours else f"{max(1, rest // 60)} min"
    points = "1 point" if recorded.penalty == 1 else f"{recorded.penalty:g} points"
    return f"{late} late, {points} off" if recorded.penalty else f"{late} late"


def _feedback_note(books: Gradebook, student: str, note: str) -> str:
    """Write the feedback page; where that fails the score stands, and the note says so."""
    try:
        books.write_feedback(student)
        return note
    except GradingError as error:
        return _joined(note, str(error))


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def check_writable(course_root: Path, reports: Path) -> None:
    try:
        reports.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{reports}: cannot be made ({error.strerror}); check the permissions of {course_root}"
        ) from error
    for folder in (course_root, reports, *(course_root / name for name in _FOLDERS), course_root / "gradebook.db"):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise UserError(f"{folder}: cannot be written; check its permissions")


def _write(reports: Path, student: str, report: str) -> str:
    """Write a report where it is not there yet; returns a remark where the student's name does not allow it.

    Raises UserError where no report can be written.
    """
    path, text = _report(reports, student), report.encode()
    try:
        if not path.is_file() or path.read_bytes() != text:
            write_whole(path, text)
        return ""
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return "no report could be written: the student's folder has too long a name"
        raise UserError(
            f"{path}: cannot be written ({error.strerror}). Mend that and run the same command again: what is recorded "
            "is kept"
        ) from error


def _report(reports: Path, student: str) -> Path:
    return reports / f"{file_name(student)}.json"


def _remove_others(reports: Path, students: set[str]) -> None:
    """Remove reports on submissions that are not there any more: the class report would go on counting them."""
    names = {f"{file_name(student)}.json" for student in students}
    for path in reports.glob("*.json"):
        if path.name not in names:
            path.unlink(missing_ok=True)
    for path in reports.glob("*.sha256"):  # left by versions that knew no records
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def first_interrupt_only() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into an event, so that what is being recorded is recorded whole; the second interrupts.

    A request to terminate, as a system sends that shuts down, is the same.
    """
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event  # signals reach the main thread alone
        return

    def note_it(signum: int, frame: FrameType | None) -> None:
        event.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, note_it) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


__all__: Sequence[str] = ("grade",)
