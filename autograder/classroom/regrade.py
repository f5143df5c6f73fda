"""Grade a class again after a check, a weight or a statement was repaired: first shown, then written.

    regrade --reason TEXT   grades what is stale, shows who gains and loses, and keeps it in .cache/: nothing is written
    regrade --accept        writes what was shown, without grading it again

What was shown is written only while everything it was made from is as it was: submission, standard, and what the
gradebook holds. Whatever is not is graded and shown again, and waits for another --accept.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

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
from autograder.classroom.grade import check_writable, chosen, first_interrupt_only, settle
from autograder.classroom.gradebook import OpenGradebook
from autograder.classroom.pool import Pool
from autograder.classroom.progress import Progress
from autograder.classroom.record import FORCED, NEW, Held, Regraded, of_bytes, seconds_of, stale, standard
from autograder.classroom.regrading import Change, Regrading
from autograder.classroom.submission import Prepared, Submission, digests, find
from autograder.classroom.summary import Entry
from autograder.classroom.terminal import terminal
from autograder.course import Assignment, grade_id
from autograder.course.seed import Seed
from autograder.engine.report import Graded, Report, Status
from autograder.errors import UserError
from autograder.files import file_name, private_folder, write_whole


def regrade(
    assignment: Assignment,
    course_root: Path,
    open_gradebook: OpenGradebook,
    known: Mapping[str, Held],
    renamed: Mapping[str, str],
    points: Mapping[str, float],
    *,
    off: Callable[[str, float, float], float | None] | None = None,
    reason: str | None,
    accept: bool = False,
    students: Collection[str] = (),
    jobs: int = 1,
    feedback: bool = True,
    progress: bool = True,
    seed: Seed | None = None,
    device: str | None = None,
    make_grader: MakeGrader | None = None,
    executor: Executor | None = None,
) -> Regrading:
    """Grade again whatever is stale, or `students`, and with `accept` write what an earlier call has shown.

    `known` is what the gradebook holds, `points` the points it knows by grade cell, `renamed` maps its names of cells
    to present ones, `off` says what lateness takes from a student with a score who is that many seconds late. Raises
    UserError for bad input, such as no `reason`; KeyboardInterrupt as `grade`.
    """
    course_root, seed = course_root.resolve(), seed or Seed()
    job = Job(assignment, make_grader or partial(engine_for, device=device, seed=seed))
    executor = executor or Pool(jobs)
    kept = _Kept(course_root / ".cache" / f"regrade_{assignment.name}")
    reason = " ".join((reason or kept.reason() or "").split())
    if not reason:
        raise UserError("why is the class graded again? Say it with --reason TEXT: it is kept with the scores")
    with contextlib.closing(executor):
        now = standard(assignment, course_root, seed, device) | dict(executor.open(job))
        submissions = chosen(find(course_root, assignment), students)
        whys = {one.student: stale(known.get(one.student), digests(one), now) for one in submissions}
        new = [one for one in submissions if whys[one.student] == (NEW,)]
        if students:
            whys |= {student: whys[student] or (FORCED,) for student in students}
        todo = [one for one in submissions if whys[one.student] and one not in new]
        keys = {one.student: _key(digests(one), known[one.student], now) for one in todo}
        found: dict[str, Outcome | str] = {}
        for one in todo:
            shown = kept.read(one, keys[one.student])
            if shown is not None and (accept or not isinstance(shown, str)):
                found[one.student] = shown
        rest = [one for one in todo if one.student not in found]
        kept.begin(reason)
        bar = Progress(len(rest), terminal(stderr=True), shown=progress)
        with first_interrupt_only() as interrupted, bar:
            rest = longest_first(rest, seconds_of(known, rest))
            outcomes = grade_all(rest, job, executor, stopping=interrupted.is_set)
            with ahead(outcomes) as settled:
                for outcome in settled:
                    student = outcome.submission.student
                    # It is kept with what was graded, which need not be what lay there before, nor what does now.
                    read = dict(outcome.prepared.digests) if isinstance(outcome, Done) else None
                    key = keys[student] if read is None else _key(read, known[student], now)
                    found[student] = kept.keep(outcome, key)
                    bar.advance(_entry(assignment, student, found[student]))
        if interrupted.is_set():
            raise KeyboardInterrupt
    blank = _handed_out(assignment) if todo else {}
    changes = {
        one.student: _change(assignment, known[one.student], renamed, found[one.student], whys[one.student], blank, off)
        for one in todo
    }
    write = accept and not rest
    if write:
        _write(assignment, course_root, open_gradebook, known, renamed, found, changes, reason, now, feedback=feedback)
        kept.remove()
    return Regrading(
        assignment=assignment.name,
        reason=reason,
        changes=tuple(changes.values()),
        unchanged=len(submissions) - len(todo) - len(new),
        ungraded=len(new),
        points=_points(assignment, renamed, points),
        written=write,
        again=accept and bool(rest),
    )


def _write(
    assignment: Assignment,
    course_root: Path,
    open_gradebook: OpenGradebook,
    known: Mapping[str, Held],
    renamed: Mapping[str, str],
    found: Mapping[str, Outcome | str],
    changes: dict[str, Change],
    reason: str,
    now: Mapping[str, str],
    *,
    feedback: bool,
) -> None:
    """Write what was shown; `changes` get a note where that fails."""
    reports = course_root / "reports" / assignment.name
    check_writable(course_root, reports)
    date = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    with open_gradebook(course_root, assignment) as books:
        held = books.held()
        if any(_state(held[student]) != _state(known[student]) for student in changes if student in held):
            raise UserError(f"{assignment.name}: the gradebook has just changed: run the same command again")
        books.register()
        with first_interrupt_only() as interrupted:
            for student, change in changes.items():
                outcome = found[student]
                if isinstance(outcome, str):
                    continue
                assert isinstance(outcome, Done)
                after = {result.id: result.score for result in outcome.graded.report.exercises}
                automatic = _by_exercise(assignment, known[student], renamed)
                before = {name: automatic.get(name) for name in after}
                why = Regraded(date, reason, before, after)
                entry = settle(outcome, assignment, reports, books, now, feedback=feedback, regraded=why)
                if entry.status is Status.ERROR:
                    changes[student] = _failed(change, entry.note)
                if interrupted.is_set():
                    raise KeyboardInterrupt


class _Kept:
    """What was graded to be shown, a file a student, until it is written.

    It is believed when it is accepted, so a folder that another account has made is neither read nor used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def reason(self) -> str | None:
        with contextlib.suppress(OSError, UnicodeDecodeError, UserError):
            self._require_own()
            return (self._folder / "reason").read_text(encoding="utf-8")
        return None

    def begin(self, reason: str) -> None:
        self._put(self._folder / "reason", reason.encode("utf-8", "replace"))

    def read(self, submission: Submission, key: str) -> Done | str | None:
        """What was shown of a submission, a message where it could not be graded; None where that does not hold."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, UserError):
            self._require_own()
            data = json.loads(self._place(submission.student).read_bytes())
            if data["key"] != key:
                return None
            if "failed" in data:
                return str(data["failed"])
            notebook = nbformat.from_dict(data["notebook"])
            prepared = Prepared(notebook, {}, tuple(data["notes"]), data["timestamp"], data["digests"])
            graded = Graded(Report.from_dict(data["report"]), tuple(data["outputs"]))
            return Done(submission, prepared, graded)
        return None

    def keep(self, outcome: Outcome, key: str) -> Done | str:
        """Keep an outcome; returns it, or the message where there is no score."""
        data: dict[str, Any]
        result: Done | str
        if isinstance(outcome, Done) and outcome.graded.report.status is not Status.ERROR:
            prepared, graded, result = outcome.prepared, outcome.graded, outcome
            data = {"notebook": prepared.notebook, "notes": prepared.notes, "timestamp": prepared.timestamp}
            data |= {"digests": dict(prepared.digests), "report": graded.report.to_dict(), "outputs": graded.outputs}
        else:
            result = _fault(outcome)
            data = {"failed": result}
        text = json.dumps({"key": key, **data}, ensure_ascii=True)
        self._put(self._place(outcome.submission.student), text.encode())
        return result

    def remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _require_own(self) -> None:
        """Raise UserError unless the folder is ours, or of whoever the course belongs to; OSError where it is none."""
        owner = self._folder.lstat().st_uid
        if owner not in (os.geteuid(), self._folder.parents[1].stat().st_uid) or self._folder.is_symlink():
            raise UserError(
                f"{self._folder}: belongs to another account, or is a link: remove it, and ask why it is there"
            )

    def _place(self, student: str) -> Path:
        return self._folder / f"{of_bytes(file_name(student).encode('utf-8', 'surrogateescape'))[:40]}.json"

    def _put(self, path: Path, content: bytes) -> None:
        try:
            private_folder(self._folder)
            self._require_own()
            write_whole(path, content)
        except OSError as error:
            raise UserError(f"{path}: cannot be written ({error.strerror}); make room, or mend that") from error


def _fault(outcome: Outcome) -> str:
    if not isinstance(outcome, Done):
        return outcome.message
    results = outcome.graded.report.exercises
    return "; ".join(f"{one.id}: {one.message or 'not graded'}" for one in results if one.status is Status.ERROR)


def _entry(assignment: Assignment, student: str, found: Outcome | str) -> Entry:
    if isinstance(found, Done):
        return Entry.of(student, found.graded.report)
    automatic = sum(exercise.points for exercise in assignment.exercises if not exercise.manual)
    return Entry(student, None, assignment.max_score, automatic, Status.ERROR, {}, str(found))


def _handed_out(assignment: Assignment) -> dict[str, str]:
    """The hand-graded cells, by exercise, as students get them."""
    cells = {grade_id(cell): cell.source for cell in assignment.read_release().cells}
    return {one.id: cells[one.check_id] for one in assignment.exercises if one.manual and one.check_id in cells}


def _change(
    assignment: Assignment,
    held: Held,
    renamed: Mapping[str, str],
    found: Outcome | str,
    why: tuple[str, ...],
    blank: Mapping[str, str],
    off: Callable[[str, float, float], float | None] | None,
) -> Change:
    def counted(name: str, automatic: float | None) -> float | None:
        score = held.given.get(name, automatic)
        return None if score is None else score + held.extra.get(name, 0.0)

    called = _called(assignment, renamed, held.scores)
    before = {called[name]: counted(name, score) for name, score in held.scores.items()}
    by_hand = tuple(called[name] for name in held.given)
    if not isinstance(found, Done):
        return Change(held.student, before, {}, by_hand, why, str(found), failed=True, late=(held.penalty,) * 2)
    old = {now: name for name, now in called.items()}
    scores = {result.id: result.score for result in found.graded.report.exercises}
    written = {grade_id(cell): cell.source for cell in found.prepared.notebook.cells}
    for exercise in assignment.exercises:  # nobody need look at an answer that was never begun: nbgrader gives it 0
        if exercise.id in blank and written.get(exercise.check_id) == blank[exercise.id]:
            scores[exercise.id] = 0.0
    after = {
        exercise.id: counted(old.get(exercise.id, exercise.check_id), scores.get(exercise.id))
        for exercise in assignment.exercises
    }
    kept = [name for name in by_hand if name in scores and scores[name] is not None]
    notes = [f"{name} stays as graded by hand" for name in kept]
    late = (held.penalty, _off(held, after, off))
    if any(late):
        notes.append(f"late: {late[1]:.4g} points off" + (f" instead of {late[0]:.4g}" if late[0] != late[1] else ""))
    return Change(held.student, before, after, by_hand, why, ", ".join(notes), late=late)


def _off(
    held: Held, after: Mapping[str, float | None], off: Callable[[str, float, float], float | None] | None
) -> float:
    """What lateness takes off these scores; as before where that cannot be told."""
    total = sum(score for score in after.values() if score is not None)
    points = off(held.student, total, held.late_s) if off is not None else None
    return held.penalty if points is None else round(points, 9)


def _by_exercise(assignment: Assignment, held: Held, renamed: Mapping[str, str]) -> dict[str, float | None]:
    """The automatic scores that a student has, by the present names."""
    called = _called(assignment, renamed, held.scores)
    return {called[name]: score for name, score in held.scores.items()}


def _called(assignment: Assignment, renamed: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The exercises, by their present names, that the gradebook's cells are about."""
    ids = {exercise.check_id: exercise.id for exercise in assignment.exercises}
    present = {name: renamed.get(name, name) for name in names}
    return {name: ids.get(now, now) for name, now in present.items()}


def _failed(change: Change, note: str) -> Change:
    return replace(change, after={}, note=note, failed=True)


def _points(assignment: Assignment, renamed: Mapping[str, str], known: Mapping[str, float]) -> tuple[str, ...]:
    """What became of exercises and points since the gradebook heard of them."""
    before = {renamed.get(name, name): points for name, points in known.items()}
    now = {exercise.check_id: exercise for exercise in assignment.exercises}
    told = [
        f"{exercise.id} is worth {exercise.points:g} instead of {before[name]:g}"
        for name, exercise in now.items()
        if name in before and before[name] != exercise.points
    ]
    told += [f"{name} is now called {renamed[name]}" for name in known if name in renamed]
    if known:
        told += [f"{exercise.id} is new" for name, exercise in now.items() if name not in before]
    return (*told, *(f"{name} is gone" for name in before if name not in now))


def _key(submitted: Mapping[str, str] | None, held: Held, now: Mapping[str, str]) -> str:
    """Everything that what is shown depends on; `submitted` are the digests of a submission."""
    parts: Sequence[object] = (submitted, dict(sorted(now.items())), _state(held))
    return of_bytes(json.dumps(parts, ensure_ascii=True, sort_keys=True).encode())


def _state(held: Held) -> str:
    parts = (dict(held.scores), dict(held.given), dict(held.extra), held.penalty, held.due)
    return json.dumps(parts, ensure_ascii=True, sort_keys=True)
