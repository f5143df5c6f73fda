"""What nbgrader's gradebook and folders hold of an assignment's submissions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, BaseCell, Grade, SubmittedAssignment, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import notebook_hash
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from autograder import course
from autograder.classroom.record import Held, of_file
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.lateness import lateness
from autograder.lms.nbgrader.secret import FILE, is_made_up, read_secret

_TAIL = 200  # bytes: room for what a template or an editor adds after the last tag


def held(session: Session, assignment: course.Assignment, coursedir: CourseDirectory) -> dict[str, Held]:
    """What there is of each student who has a submission in the gradebook."""
    known, whys = records.read(session, assignment.name), records.read_whys(session, assignment.name)
    grades = _grades(session, assignment.name)
    cells = {exercise.check_id: exercise.manual for exercise in assignment.exercises}
    off = lateness(coursedir.config)
    of_assignment = select(SubmittedAssignment).join(Assignment).where(Assignment.name == assignment.name)
    of_assignment = of_assignment.options(undefer(SubmittedAssignment.score))  # with them, not a query for each
    found = {}
    for submission in session.execute(of_assignment).scalars():
        student = submission.student_id
        mine = grades.get(student, {})
        missing = tuple(name for name in cells if not _is_scored(mine.get(name)))
        penalty, score = float(submission.late_submission_penalty or 0), float(submission.score)
        late_s = float(submission.total_seconds_late)
        folders = (coursedir.autograded_directory, coursedir.feedback_directory)
        graded, pages = (Path(coursedir.format_path(folder, student, assignment.name)) for folder in folders)
        page = pages / f"{assignment.topic}.html"
        found[student] = Held(
            student=student,
            record=known.get(student),
            scores={name: _number(grade.auto_score) for name, grade in mine.items()},
            missing=missing,
            by_hand=tuple(name for name in missing if cells[name]),
            total=None if missing else max(0.0, score - penalty),
            late_s=late_s,
            penalty=penalty,
            penalty_now=off(student, score, late_s),
            due=due(submission),
            autograded=of_file(graded / f"{assignment.topic}.ipynb"),
            feedback=_is_whole(page) and (pages / FILE).exists(),  # without it, nbgrader releases nobody's
            released=_is_released(coursedir, page, assignment.topic),
            given={name: float(one.manual_score) for name, one in mine.items() if one.manual_score is not None},
            extra={name: float(one.extra_credit) for name, one in mine.items() if one.extra_credit},
            regraded=whys.get(student, ()),
        )
    return found


def submission_of(assignment: str, student: str) -> Any:
    """The query for one student's submission."""
    of_assignment = select(SubmittedAssignment).join(Assignment).where(Assignment.name == assignment)
    return of_assignment.where(SubmittedAssignment.student_id == student)


def due(submission: Any) -> str:
    """The date that lateness is counted from, this student's extension included; empty where there is none."""
    if submission.assignment.duedate is None:
        return ""
    return str(submission.duedate)


def scores(session: Session, assignment: str, student: str) -> dict[str, float | None]:
    """The automatic scores of one student, by grade cell."""
    mine = _grades(session, assignment, student).get(student, {})
    return {name: _number(grade.auto_score) for name, grade in mine.items()}


def _grades(session: Session, assignment: str, student: str | None = None) -> Mapping[str, dict[str, Any]]:
    query = (
        select(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score, Grade.manual_score, Grade.extra_credit)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .where(Assignment.name == assignment)
    )
    if student is not None:
        query = query.where(SubmittedAssignment.student_id == student)
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in session.execute(query):
        found[row.student_id][row.name] = row
    return found


def _is_scored(grade: Any) -> bool:
    """nbgrader counts a grade without any score as 0."""
    return grade is not None and (grade.auto_score is not None or grade.manual_score is not None)


def _number(score: Any) -> float | None:
    return None if score is None else float(score)


def _is_whole(page: Path) -> bool:
    """Whether a feedback page is there, to its end: one that a kill cut short is written again."""
    try:
        with page.open("rb") as file:
            file.seek(-min(_TAIL, page.stat().st_size), 2)
            return b"</html>" in file.read()
    except OSError:
        return False


def _is_released(coursedir: CourseDirectory, page: Path, topic: str) -> bool:
    """Whether the page that lies in feedback/ is the one that students get from nbgrader's exchange."""
    secret = read_secret(page.parent)
    if secret is None or is_made_up(secret):
        return False
    root = coursedir.config.get("Exchange", {}).get("root", "/usr/local/share/nbgrader/exchange") or ""
    name = f"{notebook_hash(secret=secret, notebook_id=topic)}.html"
    released = of_file(Path(str(root), coursedir.course_id, "feedback", name))
    return released is not None and released == of_file(page)
