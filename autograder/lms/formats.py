"""Tables of scores in the forms that learning systems import, and what every table shares: rounding, cells, people.

    csv       of our own: a line a student; for each assignment a column an exercise, the penalty and the total
    canvas    Canvas, Grades → Import: CANVAS, then a column an assignment, and a line with the points possible
    moodle    Moodle, Grades → Import → CSV file: MOODLE, then a column an assignment, which is chosen while importing

Both read a blank as "no grade" and clear the one that they have (Canvas: lib/gradebook_importer.rb; Moodle:
grade/import/csv/classes/load_data.php). So whoever has no score at all is left out of their tables, and a blank is left
only with several assignments in one file, which `cleared` names. Moodle's import gives a line whose id is blank to the
student above: a column of ids that has not everybody's is left out. (Gradescope imports no scores: they come from its
own container, see docs/otter-and-gradescope.md.)
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from autograder.course import Assignment
from autograder.engine.report import one_line
from autograder.lms.roster import Row

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_POINTS = "    Points Possible"
MOODLE = ("Username", "ID number", "First name", "Last name", "Email address")
MOODLE_IDS = ("Username", "ID number", "Email address")  # by one of which Moodle finds the student
DECIMALS = 4
_NUMBER = re.compile(r"-?[0-9]+(?:[.][0-9]+)?(?:e[+-]?[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # some spreadsheets take the wide forms too


@dataclass(frozen=True, slots=True)
class Score:
    """What the gradebook has on one submission; `exercises` are points by exercise, None where not graded yet.

    `total` is None where an exercise is; `waits` says that a person has still to grade, `lacks` that a check has not
    run, or that recording was interrupted.
    """

    student: str
    exercises: dict[str, float | None]
    penalty: float
    total: float | None
    waits: bool = False
    lacks: bool = False
    needs_manual_grade: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scores of one assignment by student.

    `column` is what the other system calls the assignment, `absent` the total of whoever handed in nothing, which is
    everybody who is neither in `scores` nor in `handed_in`.
    """

    assignment: Assignment
    scores: Mapping[str, Score]
    column: str
    absent: float | None = None
    handed_in: frozenset[str] = frozenset()

    def total(self, student: str) -> float | None:
        """The total, None where there is none."""
        score = self.scores.get(student)
        if score is None:
            return None if student in self.handed_in else self.absent
        return score.total


def own_table(sheets: Sequence[Sheet], people: Sequence[Row], decimals: int = DECIMALS) -> str:
    """Our own format; with several assignments, each column's name begins with its assignment's and a slash."""
    head = ["student", "last_name", "first_name", "email"]
    for sheet in sheets:
        prefix = f"{sheet.column}/" if len(sheets) > 1 else ""
        names = [exercise.id for exercise in sheet.assignment.exercises]
        head += [f"{prefix}{name}" for name in (*names, "late_penalty", "score", "max_score", "needs_manual_grade")]
    rows = []
    for person in people:
        row = [person.student, person.last, person.first, person.email]
        for sheet in sheets:
            score, total = sheet.scores.get(person.student), sheet.total(person.student)
            for exercise in sheet.assignment.exercises:
                row.append(points(score.exercises[exercise.id] if score else None, decimals))
            row += [
                points(score.penalty if score else None, decimals),
                points(total, decimals),
                points(sheet.assignment.max_score, decimals),
                str(score.needs_manual_grade).lower() if score else "",
            ]
        rows.append(row)
    return table([head, *rows])


def scored(sheets: Sequence[Sheet], people: Sequence[Row]) -> list[Row]:
    """Who has a total in one of the sheets: the others' lines would clear what the other system has."""
    return [person for person in people if any(sheet.total(person.student) is not None for sheet in sheets)]


def cleared(sheets: Sequence[Sheet], people: Sequence[Row]) -> list[str]:
    """Who has a total in some of the sheets, and a blank in another."""
    blank = [one for one in scored(sheets, people) if any(sheet.total(one.student) is None for sheet in sheets)]
    return [person.student for person in blank]


def canvas_table(sheets: Sequence[Sheet], people: Sequence[Row], decimals: int = DECIMALS) -> str:
    """Canvas's gradebook, as Canvas exports and imports it."""
    head = [*CANVAS, *(sheet.column for sheet in sheets)]
    possible = [CANVAS_POINTS, *("" for _ in CANVAS[1:])]
    possible += [points(sheet.assignment.max_score, decimals) for sheet in sheets]
    rows = [
        [
            _full_name(person),
            person.number,
            person.sis,
            person.login or person.student,
            person.section,
            *(points(sheet.total(person.student), decimals) for sheet in sheets),
        ]
        for person in scored(sheets, people)
    ]
    return table([head, possible, *rows])


def moodle_table(sheets: Sequence[Sheet], people: Sequence[Row], decimals: int = DECIMALS) -> str:
    """For Moodle's import of grades, which asks which column says who it is, and which grade item a column is."""
    there = scored(sheets, people)
    who = [
        [person.login or person.student for person in there],
        [person.sis or person.number for person in there],
        [person.first or ("" if person.last else person.name) for person in there],
        [person.last for person in there],
        [person.email for person in there],
    ]
    columns = [(name, cells) for name, cells in zip(MOODLE, who, strict=True) if name not in MOODLE_IDS or all(cells)]
    columns += [(sheet.column, [points(sheet.total(person.student), decimals) for person in there]) for sheet in sheets]
    return table([[name for name, _ in columns], *map(list, zip(*(cells for _, cells in columns), strict=True))])


TABLES = {"csv": own_table, "canvas": canvas_table, "moodle": moodle_table}


def points(score: float | None, decimals: int = DECIMALS) -> str:
    """A number of points, rounded half up as people do, without needless zeros; blank where there is none."""
    if score is None:
        return ""
    rounded = Decimal(repr(float(score))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if rounded else "0"


def table(rows: Sequence[Sequence[str]]) -> str:
    """The one way into a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(map(_harmless, row)) for row in rows])
    return text.getvalue()


def _full_name(person: Row) -> str:
    return ", ".join(part for part in (person.last, person.first) if part) or person.name or person.student


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that moves no terminal: one line, whoever named whom."""
    text = text if text == CANVAS_POINTS else one_line(text, 1_000)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
