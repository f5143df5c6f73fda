"""The scores of one assignment for another system, read from nbgrader's gradebook.

    csv         a line a student, a column an exercise
    canvas      Canvas, Grades → Import
    moodle      Moodle, Grades → Import → CSV file
    gradescope  a folder with a results.json for each student, as a Gradescope autograder writes it

The total includes what a person graded and the penalty for lateness.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config.loader import PyFileConfigLoader

from autograder.course import CONFIG, Assignment
from autograder.engine.report import one_line
from autograder.errors import UserError
from autograder.files import file_name


@dataclass(frozen=True, slots=True)
class Score:
    """What the gradebook has on one student; `exercises` are points by exercise, None where not graded yet."""

    student: str
    first_name: str
    last_name: str
    email: str
    lms_id: str
    exercises: dict[str, float | None]
    penalty: float
    total: float
    needs_manual_grade: bool


def export(assignment: Assignment, course_root: Path, format: str, out: Path | None = None) -> Path:
    """Write the scores in one of FORMATS; returns where: `out`, or a place below reports/.

    Raises UserError for an unknown format, a gradebook that is missing or has nobody in it, and a place that cannot be
    written.
    """
    if format not in FORMATS:
        raise UserError(f"{format!r} is not a format: choose one of {', '.join(FORMATS)}")
    scores = read_scores(assignment, course_root)
    name = "gradescope" if format == "gradescope" else f"{format}.csv"
    out = out or course_root / "reports" / f"{assignment.name}-{name}"
    try:
        for path, text in FORMATS[format](assignment, scores, out):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UserError(f"{out}: cannot write it ({error.strerror}): choose another place") from None
    return out


def read_scores(assignment: Assignment, course_root: Path) -> list[Score]:
    """Everyone whose submission is in the gradebook, by id; raises UserError where there is nobody."""
    hint = f"run `autograder grade {assignment.name}` first"
    config = PyFileConfigLoader(CONFIG, path=str(course_root)).load_config()
    url = CourseDirectory(root=str(course_root), config=config).db_url
    file = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:///") and not (file.is_file() and file.stat().st_size):
        raise UserError(f"{file}: there is no gradebook yet: {hint}")
    try:
        with Gradebook(url) as gradebook:
            found = gradebook.assignment_submissions(assignment.name)
            scores = [_score(assignment, submission) for submission in found]
    except MissingEntry:
        raise UserError(f"{file}: the gradebook does not know {assignment.name}: {hint}") from None
    except SQLAlchemyError as error:
        raise UserError(
            f"{file}: not a gradebook of this nbgrader ({type(error).__name__}): move it aside, {hint}"
        ) from None
    if not scores:
        raise UserError(f"{file}: nobody has a score for {assignment.name}: {hint}")
    return sorted(scores, key=lambda score: score.student)


def _score(assignment: Assignment, submission: Any) -> Score:
    grades = {grade.name: grade for notebook in submission.notebooks for grade in notebook.grades}
    exercises: dict[str, float | None] = {}
    for exercise in assignment.exercises:
        grade = grades.get(exercise.check_id)
        if grade is None or (grade.needs_manual_grade and grade.manual_score is None):
            exercises[exercise.id] = None
        else:
            exercises[exercise.id] = float(grade.score)
    student = submission.student
    penalty = float(submission.late_submission_penalty or 0)
    return Score(
        student=student.id,
        first_name=student.first_name or "",
        last_name=student.last_name or "",
        email=student.email or "",
        lms_id=student.lms_user_id or "",
        exercises=exercises,
        penalty=penalty,
        total=max(0.0, float(submission.score) - penalty),
        needs_manual_grade=bool(submission.needs_manual_grade),
    )


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
            score.student,
            score.last_name,
            score.first_name,
            score.email,
            *("" if score.exercises[name] is None else f"{score.exercises[name]:g}" for name in names),
            f"{score.penalty:g}",
            f"{score.total:g}",
            f"{assignment.max_score:g}",
            str(score.needs_manual_grade).lower(),
        ]
        for score in scores
    ]
    yield out, _table([head, *rows])


def _canvas(assignment: Assignment, scores: list[Score], out: Path) -> _Files:
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment.name]
    points = ["    Points Possible", "", "", "", "", f"{assignment.max_score:g}"]
    rows = [[_full_name(score), score.lms_id, "", score.student, "", f"{score.total:g}"] for score in scores]
    yield out, _table([head, points, *rows])


def _moodle(assignment: Assignment, scores: list[Score], out: Path) -> _Files:
    head = ["Username", "ID number", "First name", "Last name", "Email address", assignment.name]
    rows = [
        [
            score.student,
            score.lms_id,
            score.first_name,
            score.last_name,
            score.email,
            f"{score.total:g}",
        ]
        for score in scores
    ]
    yield out, _table([head, *rows])


def _gradescope(assignment: Assignment, scores: list[Score], out: Path) -> _Files:
    for score in scores:
        tests = [
            {"name": exercise.id, "score": earned, "max_score": exercise.points, "visibility": "visible"}
            for exercise in assignment.exercises
            if (earned := score.exercises[exercise.id]) is not None
        ]
        result = {"score": score.total, "output": "Some answers are still to be graded by hand.", "tests": tests}
        if not score.needs_manual_grade:
            del result["output"]
        yield out / file_name(score.student) / "results.json", json.dumps(result, indent=2, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Assignment, list[Score], Path], _Files]] = {
    "csv": _csv,
    "canvas": _canvas,
    "moodle": _moodle,
    "gradescope": _gradescope,
}


def _full_name(score: Score) -> str:
    return ", ".join(part for part in (score.last_name, score.first_name) if part) or score.student


_NUMBER = re.compile(r"-?[0-9]+(?:[.][0-9]+)?(?:e[+-]?[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # some spreadsheets take the wide forms too


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that moves no terminal: one line, whoever named whom."""
    text = one_line(text, 1_000)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _table(rows: list[list[str]]) -> str:
    """The one way into a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(map(_harmless, row)) for row in rows])
    return text.getvalue()
