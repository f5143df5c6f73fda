"""The scores of one assignment for another system (csv, Canvas, Moodle, Gradescope), read from nbgrader's gradebook.

    csv         a line a student, a column an exercise
    canvas      Canvas, Grades → Import
    moodle      Moodle, Grades → Import → CSV file
    gradescope  a folder with a results.json for each student, as a Gradescope autograder writes it

The total includes what a person graded and the penalty for lateness. It is there only where every exercise has a score:
nbgrader counts what is missing as 0, and no learning platform could tell that from a zero that somebody earned.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment as KnownAssignment
from nbgrader.api import SubmittedAssignment
from sqlalchemy import select
from sqlalchemy.orm import Session

from autograder.classroom.record import Held
from autograder.classroom.status import status
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.errors import UserError
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.held import held
from autograder.lms.nbgrader.look import course_directory, gradebook_file, opened

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Score:
    """What the gradebook has on one student; `exercises` are points by exercise, None where not graded yet.

    `total` is None where an exercise is; `waits` says that a person has still to grade, `lacks` that a check has not
    run, or that recording was interrupted.
    """

    student: str
    first_name: str
    last_name: str
    email: str
    lms_id: str
    exercises: dict[str, float | None]
    penalty: float
    total: float | None
    waits: bool
    lacks: bool
    needs_manual_grade: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the scores were written, and what whoever imports them should know."""

    path: Path
    remarks: tuple[str, ...]


def export(
    assignment: Assignment,
    course_root: Path,
    format: str,
    out: Path | None = None,
    *,
    allow_incomplete: bool = False,
    seed: Seed | None = None,
) -> Exported:
    """Write the scores in one of FORMATS, to `out` or a place below reports/.

    Raises UserError for an unknown format, a gradebook that is missing or has nobody in it, a place that cannot be
    written, and students without a total; with `allow_incomplete` their total stays blank. Where `seed` is given,
    the one that the class is graded with, stale scores are remarked on.
    """
    if format not in FORMATS:
        raise UserError(f"{format!r} is not a format: choose one of {', '.join(FORMATS)}")
    scores = read_scores(assignment, course_root)
    remarks = _incomplete(assignment, course_root, scores)
    if remarks and not allow_incomplete:
        raise UserError(
            f"{assignment.name}: {'; '.join(remarks)}. What is missing is no zero: grade it first, or export with "
            "--allow-incomplete, which leaves their total blank"
        )
    if seed is not None:
        remarks += _stale(assignment, course_root, seed)
    name = "gradescope" if format == "gradescope" else f"{format}.csv"
    out = out or course_root / "reports" / f"{assignment.name}-{name}"
    try:
        for path, text in FORMATS[format](assignment, scores, out):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UserError(f"{out}: cannot write it ({error.strerror}): choose another place") from None
    totals = {score.student: score.total for score in scores if score.total is not None}
    try:
        with opened(course_directory(assignment, course_root)) as session:
            records.exported(session, assignment.name, format, totals)
            session.commit()
    except UserError as error:
        remarks.append(f"written, but `autograder status` will not know of it: {error}")
    return Exported(out, tuple(remarks))


def read_scores(assignment: Assignment, course_root: Path) -> list[Score]:
    """Everyone whose submission is in the gradebook, by id; raises UserError where there is nobody."""
    hint = f"run `autograder grade {assignment.name}` first"
    coursedir = course_directory(assignment, course_root)
    file = gradebook_file(coursedir)
    if file is not None and not (file.is_file() and file.stat().st_size):
        raise UserError(f"{file}: there is no gradebook yet: {hint}")
    with opened(coursedir) as session:
        if session.execute(select(KnownAssignment).where(KnownAssignment.name == assignment.name)).first() is None:
            raise UserError(f"{file or coursedir.root}: the gradebook does not know {assignment.name}: {hint}")
        known = held(session, assignment, coursedir)
        scores = [_score(assignment, one, known[one.student_id]) for one in _submissions(session, assignment)]
    if not scores:
        raise UserError(f"{file or coursedir.root}: nobody has a score for {assignment.name}: {hint}")
    return sorted(scores, key=lambda score: score.student)


def _submissions(session: Session, assignment: Assignment) -> Iterable[Any]:
    query = select(SubmittedAssignment).join(KnownAssignment).where(KnownAssignment.name == assignment.name)
    return session.execute(query).scalars()


def _score(assignment: Assignment, submission: Any, known: Held) -> Score:
    earned = {grade.name: float(grade.score) for notebook in submission.notebooks for grade in notebook.grades}
    student, whole = submission.student, known.record is None or known.record.whole
    return Score(
        student=student.id,
        first_name=student.first_name or "",
        last_name=student.last_name or "",
        email=student.email or "",
        lms_id=student.lms_user_id or "",
        exercises={
            exercise.id: None if exercise.check_id in known.missing or not whole else earned[exercise.check_id]
            for exercise in assignment.exercises
        },
        penalty=known.penalty,
        total=known.total if whole else None,
        waits=bool(known.by_hand),
        lacks=not whole or len(known.missing) > len(known.by_hand),
        needs_manual_grade=bool(submission.needs_manual_grade),
    )


def _incomplete(assignment: Assignment, course_root: Path, scores: list[Score]) -> list[str]:
    """Who has no total, and why."""
    known = {score.student for score in scores}
    folders = (course_root / "submitted").glob(f"*/{assignment.name}/")
    absent = sorted(folder.parent.name for folder in folders if not folder.parent.name.startswith("."))
    lacking = [score.student for score in scores if score.lacks] + [one for one in absent if one not in known]
    waiting = [score.student for score in scores if score.waits and not score.lacks]
    return [
        *([f"{len(lacking)} not graded ({_named(lacking)})"] if lacking else []),
        *([f"{len(waiting)} waiting for a person to grade ({_named(waiting)})"] if waiting else []),
    ]


def _stale(assignment: Assignment, course_root: Path, seed: Seed) -> list[str]:
    coursedir = course_directory(assignment, course_root)
    with opened(coursedir) as session:
        found = status(assignment, course_root, held(session, assignment, coursedir), seed)
    stale = [one.student for one in found.standings if one.graded and one.stale]
    told = f"{len(stale)} with a stale score ({_named(stale)}): `autograder status {assignment.name}` says why"
    return [told] if stale else []


def _named(students: Sequence[str]) -> str:
    named = ", ".join(students[:_MOST_NAMED])
    return f"{named} and {len(students) - _MOST_NAMED} more" if len(students) > _MOST_NAMED else named


_Files = Iterable[tuple[Path, str]]


def _csv(assignment: Assignment, scores: list[Score], out: Path) -> _Files:
    names = [exercise.id for exercise in assignment.exercises]
    head = [
        "student",
        "last_name",
        "first_name",
        "email",
        *names,
        "late_penalty",
        "score",
        "max_score",
        "needs_manual_grade",
    ]
    rows = [
        [
            _harmless(score.student),
            _harmless(score.last_name),
            _harmless(score.first_name),
            _harmless(score.email),
            *(_points(score.exercises[name]) for name in names),
            f"{score.penalty:g}",
            _points(score.total),
            f"{assignment.max_score:g}",
            str(score.needs_manual_grade).lower(),
        ]
        for score in scores
    ]
    yield out, _table([head, *rows])


def _canvas(assignment: Assignment, scores: list[Score], out: Path) -> _Files:
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment.name]
    points = ["    Points Possible", "", "", "", "", f"{assignment.max_score:g}"]
    rows = [
        [_full_name(score), score.lms_id, "", _harmless(score.student), "", _points(score.total)] for score in scores
    ]
    yield out, _table([head, points, *rows])


def _moodle(assignment: Assignment, scores: list[Score], out: Path) -> _Files:
    head = ["Username", "ID number", "First name", "Last name", "Email address", assignment.name]
    rows = [
        [
            _harmless(score.student),
            score.lms_id,
            _harmless(score.first_name),
            _harmless(score.last_name),
            _harmless(score.email),
            _points(score.total),
        ]
        for score in scores
    ]
    yield out, _table([head, *rows])


def _gradescope(assignment: Assignment, scores: list[Score], out: Path) -> _Files:
    for score in scores:
        if score.total is None:
            continue  # Gradescope would add up what there is
        tests = [
            {"name": exercise.id, "score": score.exercises[exercise.id], "max_score": exercise.points}
            | {"visibility": "visible"}
            for exercise in assignment.exercises
        ]
        result = {"score": score.total, "tests": tests}
        folder = score.student.replace("/", "_")
        place = out / (folder if folder.strip(".") else "_")
        yield place / "results.json", json.dumps(result, indent=2, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Assignment, list[Score], Path], _Files]] = {
    "csv": _csv,
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
}


def _points(score: float | None) -> str:
    return "" if score is None else f"{score:g}"


def _full_name(score: Score) -> str:
    return _harmless(", ".join(part for part in (score.last_name, score.first_name) if part) or score.student)


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _table(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
