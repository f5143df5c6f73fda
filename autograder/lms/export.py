"""The scores of assignments for another system, read from nbgrader's gradebook.

    csv               a line a student; for each assignment a column an exercise
    canvas            Canvas, Grades → Import
    moodle            Moodle, Grades → Import → CSV file
    moodle-worksheet  Moodle's offline grading worksheet of one assignment, filled in
    moodle-feedback   the feedback pages of one assignment, for Moodle's "Upload multiple feedback files in a zip"

The total includes what a person graded and the penalty for lateness. It is there only where every exercise has a score:
nbgrader counts what is missing as 0, and no learning platform could tell that from a zero that somebody earned. Who
handed in nothing is in our own table with a blank, and not in Canvas's and Moodle's, which would clear a grade by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment as KnownAssignment
from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from autograder.classroom.record import Held
from autograder.classroom.several import named
from autograder.classroom.status import status
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.errors import UserError
from autograder.lms.formats import DECIMALS, TABLES, Score, Sheet, cleared
from autograder.lms.moodle import feedback_zip, read_worksheet, worksheet_table
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.held import held
from autograder.lms.nbgrader.look import course_directory, gradebook_file, has_gradebook, opened, students
from autograder.lms.roster import Roster, Row, alike, filled, known_roster, row_of

WORKSHEET, FEEDBACK = "moodle-worksheet", "moodle-feedback"
FORMATS = (*TABLES, WORKSHEET, FEEDBACK)


@dataclass(frozen=True, slots=True)
class Options:
    """How to write the scores.

    `roster` says under which ids another system knows whom; `columns` are its names of the assignments, in their order;
    `worksheet` is Moodle's own. `absent_is_zero` gives 0 to whoever handed in nothing.
    """

    roster: Path | None = None
    worksheet: Path | None = None
    columns: tuple[str, ...] = ()
    absent_is_zero: bool = False
    decimals: int = DECIMALS


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the scores were written, and what whoever imports them should know."""

    path: Path
    remarks: tuple[str, ...]


def export(
    assignments: Assignment | Sequence[Assignment],
    course_root: Path,
    format: str,
    out: Path | None = None,
    *,
    allow_incomplete: bool = False,
    seed: Callable[[Assignment], Seed] | None = None,
    options: Options | None = None,
) -> Exported:
    """Write the scores in one of FORMATS, to `out` or a place in reports/.

    Raises UserError for a format or options that do not go together, a gradebook that is missing or has nobody in it, a
    place that cannot be written, and submissions without a total; with `allow_incomplete` none is written for them.
    Where `seed` is given, which the class is graded with, stale scores are remarked on.
    """
    given = (assignments,) if isinstance(assignments, Assignment) else tuple(assignments)
    options = options or Options()
    _check(given, format, options)
    columns = options.columns or tuple(one.name for one in given)
    sheets = [
        Sheet(
            one,
            read_scores(one, course_root),
            column,
            0.0 if options.absent_is_zero else None,
            frozenset(_handed_in(one, course_root)),
        )
        for one, column in zip(given, columns, strict=True)
    ]
    remarks: list[str] = []
    for sheet in sheets:
        prefix = f"{sheet.assignment.name}: " if len(sheets) > 1 else ""
        remarks += [prefix + remark for remark in _incomplete(sheet.assignment, course_root, sheet.scores)]
    if remarks and not allow_incomplete:
        raise UserError(
            f"{', '.join(one.name for one in given)}: {'; '.join(remarks)}. What is missing is no zero: grade it "
            "first, or export with --allow-incomplete, which writes no total for them"
        )
    roster = known_roster(course_directory(given[0], course_root), options.roster)
    people = _people(given[0], course_root, roster, sheets)
    if twins := alike(person.student for person in people):
        told = "read alike (in other letters, or with some that cannot be seen): look who is who before you import"
        remarks.append(f"{len(twins)} students ({named(twins)}) {told}")
    for sheet in sheets:
        remarks += _absent(sheet, people, course_root)
        remarks += _stale(sheet.assignment, course_root, seed(sheet.assignment)) if seed else []
    content, more = _written(format, sheets, people, roster, course_root, options)
    remarks += more
    ending = "zip" if format == FEEDBACK else "csv"
    out = out or course_root / "reports" / f"{'+'.join(one.name for one in given)}-{format}.{ending}"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    except OSError as error:
        raise UserError(f"{out}: cannot write it ({error.strerror}): choose another place") from None
    if format != FEEDBACK:
        for sheet in sheets:
            remarks += _remember(sheet, course_root, format)
    return Exported(out, tuple(remarks))


def _check(assignments: Sequence[Assignment], format: str, options: Options) -> None:
    names = [one.name for one in assignments]
    if format not in FORMATS:
        raise UserError(f"{format!r} is not a format: choose one of {', '.join(FORMATS)}")
    if len(set(names)) < len(names):
        raise UserError(f"{', '.join(names)}: name each assignment once")
    if options.columns and len(options.columns) != len(names):
        raise UserError(f"--column was given {len(options.columns)} times, for {len(names)} assignments")
    if format in (WORKSHEET, FEEDBACK):
        if len(names) > 1:
            raise UserError(f"--format {format} is about one assignment of Moodle's: name one")
        if options.worksheet is None:
            raise UserError(
                f"--format {format} goes by Moodle's own worksheet, which says under which number Moodle knows whom: "
                "download it (the assignment's page, Download grading worksheet) and name it with --worksheet FILE"
            )
    elif options.worksheet is not None:
        raise UserError(f"--worksheet belongs to --format {WORKSHEET} and {FEEDBACK}")


def _written(
    format: str, sheets: list[Sheet], people: list[Row], roster: Roster, course_root: Path, options: Options
) -> tuple[bytes, list[str]]:
    if options.worksheet is None:
        content = TABLES[format](sheets, people, options.decimals).encode(errors="replace")
        return content, _clears(sheets, people) if format in ("canvas", "moodle") else []
    (sheet,) = sheets
    # The gradebook's students may have no names: then Moodle's own ids must be theirs.
    worksheet = read_worksheet(options.worksheet, roster if roster.rows else Roster(tuple(people)))
    if format == WORKSHEET:
        text, remarks = worksheet_table(sheet, worksheet, options.decimals)
        return text.encode(errors="replace"), remarks
    coursedir = course_directory(sheet.assignment, course_root)
    pages = []
    for student in sheet.scores:
        folder = coursedir.format_path(coursedir.feedback_directory, student, sheet.assignment.name)
        page = Path(folder, f"{sheet.assignment.topic}.html")
        if page.is_file():
            pages.append((student, page))
    return feedback_zip(sheet, worksheet, pages)


def read_scores(assignment: Assignment, course_root: Path) -> dict[str, Score]:
    """Everyone whose submission is in the gradebook, by id; raises UserError where there is nobody."""
    hint = f"run `autograder grade {assignment.name}` first"
    coursedir = course_directory(assignment, course_root)
    file = gradebook_file(coursedir)
    if not has_gradebook(coursedir):
        raise UserError(f"{file}: there is no gradebook yet: {hint}")
    with opened(coursedir) as session:
        if session.execute(select(KnownAssignment).where(KnownAssignment.name == assignment.name)).first() is None:
            raise UserError(f"{file or coursedir.root}: the gradebook does not know {assignment.name}: {hint}")
        known = held(session, assignment, coursedir)
        scores = [_score(assignment, one, known[one.student_id]) for one in _submissions(session, assignment)]
    if not scores:
        raise UserError(f"{file or coursedir.root}: nobody has a score for {assignment.name}: {hint}")
    return {score.student: score for score in sorted(scores, key=lambda score: score.student)}


def _people(assignment: Assignment, course_root: Path, roster: Roster, sheets: Sequence[Sheet]) -> list[Row]:
    """Everybody in the course, by id: those in the gradebook, and in the roster, whose ids and names go first."""
    found = {one.id: row_of(one) for one in students(course_directory(assignment, course_root))}
    found |= {student: Row(student) for sheet in sheets for student in sheet.scores if student not in found}
    for row in roster.rows:
        found[row.student] = filled(row, found.get(row.student))
    return [found[student] for student in sorted(found)]


def _submissions(session: Session, assignment: Assignment) -> Iterable[Any]:
    query = select(SubmittedAssignment).join(KnownAssignment).where(KnownAssignment.name == assignment.name)
    # All that `_score` reads, in a few queries for the class: one by one they were seven for every grade.
    grades = selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades)
    query = query.options(
        undefer(SubmittedAssignment.needs_manual_grade),
        joinedload(SubmittedAssignment.student),
        grades.options(undefer(Grade.score), joinedload(Grade.cell)),
    )
    return session.execute(query).scalars()


def _score(assignment: Assignment, submission: Any, known: Held) -> Score:
    earned = {grade.name: float(grade.score) for notebook in submission.notebooks for grade in notebook.grades}
    whole = known.record is None or known.record.whole
    return Score(
        student=submission.student.id,
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


def _incomplete(assignment: Assignment, course_root: Path, scores: Mapping[str, Score]) -> list[str]:
    """Who has no total, and why."""
    lacking = [score.student for score in scores.values() if score.lacks]
    lacking += [one for one in _handed_in(assignment, course_root) if one not in scores]
    waiting = [score.student for score in scores.values() if score.waits and not score.lacks]
    return [
        *([f"{len(lacking)} not graded ({named(lacking)})"] if lacking else []),
        *([f"{len(waiting)} waiting for a person to grade ({named(waiting)})"] if waiting else []),
    ]


def _handed_in(assignment: Assignment, course_root: Path) -> list[str]:
    folders = (course_root / "submitted").glob(f"*/{assignment.name}/")
    return sorted(folder.parent.name for folder in folders if not folder.parent.name.startswith("."))


def _absent(sheet: Sheet, people: Sequence[Row], course_root: Path) -> list[str]:
    """Who handed in nothing. Whoever did and is not graded has been named before, and gets no zero."""
    there = {*sheet.scores, *_handed_in(sheet.assignment, course_root)}
    absent = [person.student for person in people if person.student not in there]
    written = "no score is written (--missing-as-zero writes 0)" if sheet.absent is None else "0 points"
    told = f"{sheet.assignment.name}: {len(absent)} handed in nothing ({named(absent)}): {written}"
    return [told] if absent else []


def _clears(sheets: Sequence[Sheet], people: Sequence[Row]) -> list[str]:
    """What to say where the file has blanks that the other system would take for "no grade"."""
    who = cleared(sheets, people)
    told = f"{len(who)} have a blank in one of the columns ({named(who)}), which clears a grade that is there already"
    return [f"{told}: export each assignment by itself where that matters"] if who else []


def _remember(sheet: Sheet, course_root: Path, format: str) -> list[str]:
    totals = {score.student: score.total for score in sheet.scores.values() if score.total is not None}
    try:
        with opened(course_directory(sheet.assignment, course_root)) as session:
            records.exported(session, sheet.assignment.name, format, totals)
            session.commit()
    except UserError as error:
        return [f"written, but `autograder status` will not know of it: {error}"]
    return []


def _stale(assignment: Assignment, course_root: Path, seed: Seed) -> list[str]:
    coursedir = course_directory(assignment, course_root)
    with opened(coursedir) as session:
        found = status(assignment, course_root, held(session, assignment, coursedir), seed)
    stale = [one.student for one in found.standings if one.graded and one.stale]
    told = f"{len(stale)} with a stale score ({named(stale)}): `autograder status {assignment.name}` says why"
    return [told] if stale else []
