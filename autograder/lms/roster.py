"""Who is who: a table that says under which ids and names other systems know the students of this course.

A CSV file with a heading, of whichever system wrote it: nbgrader's own (`id,first_name,last_name,email,lms_user_id`, as
`nbgrader db student import` takes it), Canvas's gradebook export, Moodle's participants or its grading worksheet. What
the course calls a student is, of these columns, the first that a line fills in: STUDENT. Whomever the file leaves out,
or all where there is none, nbgrader's gradebook knows by name, mail or number: one line for a latecomer is enough.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.classroom.intake import read_plain, shown
from autograder.errors import UserError
from autograder.lms.nbgrader.look import students

FILE = "roster.csv"
GRADEBOOK = "the gradebook"
STUDENT = ("student", "student_id", "username", "sis login id", "login_id", "login", "id number", "sis user id", "sid")
_NBGRADER_STUDENT = ("id",)  # unless it is a file of Canvas's, where this is Canvas's own number
_CANVAS = "sis login id"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full name", "full_name"),
    "first": ("first_name", "first name", "firstname", "given name"),
    "last": ("last_name", "last name", "lastname", "surname", "family name"),
    "email": ("email", "email address", "e-mail"),
    "number": ("lms_user_id", "canvas_id", "canvas id", "user id"),
    "sis": ("sis user id", "sis_user_id", "id number", "idnumber", "sid", "student number"),
    "login": ("sis login id", "login_id", "login", "username"),
    "section": ("section",),
    "participant": ("identifier", "participant"),
    "submitted": ("last modified (submission)", "timestamp", "submitted", "submitted_at"),
}
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
_FILLERS = frozenset("\u034f\u115f\u1160\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}
_MOST_BYTES = 10_000_000
# Pages of nbgrader's put ids into elements and scripts as they are: nothing that ends a text there is in one.
_ID = re.compile(r"""(?!\.)(?!.*&#?\w+;)[^/\x00-\x1f\x7f<>"\\`\u2028\u2029]+""")


@dataclass(frozen=True, slots=True)
class Row:
    """One student; texts are empty where the table does not say. `number` is Canvas's own id, `sis` the school's."""

    student: str
    name: str = ""
    first: str = ""
    last: str = ""
    email: str = ""
    number: str = ""
    sis: str = ""
    login: str = ""
    section: str = ""
    participant: str = ""
    submitted: str = ""

    @property
    def names(self) -> frozenset[str]:
        """The student's name in the forms that systems give it, without blanks, commas and accents."""
        forms = (self.name, self.first + self.last, self.last + self.first)
        return frozenset(squeezed for form in forms if (squeezed := squeeze(form)))


@dataclass(frozen=True, slots=True)
class Person:
    """How another system calls somebody who handed in; `shown` is what to say to people."""

    shown: str
    ids: Mapping[str, str] = field(default_factory=dict)  # of Row's fields: number, sis, email, participant
    name: str = ""
    default: str = ""  # the id that the student gets where there is no roster at all


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows, and where they come from; `rows` is empty where nothing is known of anybody.

    `others` are the gradebook's students that a file leaves out: asked for whoever is not in the file.
    """

    rows: tuple[Row, ...]
    origin: str = GRADEBOOK
    others: tuple[Row, ...] = ()

    def find(self, person: Person) -> tuple[Row | None, str]:
        """The row of a person; None, and why, where there is none, or more than one."""
        if not self.rows:
            return (Row(person.default), "") if is_id(person.default) else (None, "has no name that can be an id")
        row, why = self._find(person)
        if row is None and not why and self.others:
            row, why = Roster(self.others)._find(person)
        if row is None and not why:
            why = f"is in neither {self.origin} nor {GRADEBOOK}" if self.others else f"is not in {self.origin}"
        return row, why

    def _find(self, person: Person) -> tuple[Row | None, str]:
        """The row among `rows`; why there is none is empty where nobody is like that."""
        for key, value in person.ids.items():
            if value and (found := [row for row in self.rows if _same(getattr(row, key), value)]):
                return self._only(found)
        by_id = [row for row in self.rows if row.student in (person.default, person.ids.get("sis"))]
        if by_id:
            return self._only(by_id)
        # Moodle puts the group in front of the name, with a hyphen, and names have hyphens themselves.
        name = person.name
        while name:
            if found := [row for row in self.rows if squeeze(name) in row.names]:
                return self._only(found)
            name = name.partition("-")[2]
        return None, ""

    def row(self, student: str) -> Row:
        """What is known of a student of the course."""
        return next((row for row in self.rows if row.student == student), Row(student))

    def _only(self, found: list[Row]) -> tuple[Row | None, str]:
        students = sorted({row.student for row in found})
        if len(students) > 1:
            return None, f"could be {' or '.join(students)}, by {self.origin}"
        return found[0], ""


def read_roster(path: Path) -> Roster:
    """The table in a CSV file; raises UserError where it is none, or does not say who the students are."""
    rows = list(read_table(path))
    if not rows:
        raise UserError(f"{shown(path)}: holds nobody: it needs a heading and a line for each student")
    head = rows[0][1]
    canvas = _CANVAS in head
    # "Student" is the name in Canvas's export, and the id in a file of one's own.
    ids = tuple(name for name in STUDENT if not canvas or name not in ("student", "id"))
    ids = ids if canvas else (*ids[:2], *_NBGRADER_STUDENT, *ids[2:])
    if not any(name in head for name in ids):
        raise UserError(
            f"{shown(path)}: no column says what this course calls a student. Add a column `student`, with the name of "
            f"the folder in submitted/ (others that are understood: {', '.join(ids[1:])})"
        )
    found = []
    for number, cells in rows:
        student = next((cells[name] for name in ids if cells.get(name)), "")
        if not student or (canvas and cells.get("student", "").strip().casefold() == "points possible"):
            continue
        if not is_id(student):
            raise UserError(f"{shown(path)}: line {number}: {student[:80]!r} cannot be the name of a folder: change it")
        texts = {key: next((cells[name] for name in names if cells.get(name)), "") for key, names in _COLUMNS.items()}
        if canvas:
            texts |= {"name": cells.get("student", ""), "number": cells.get("id", "")}
        texts["participant"] = texts["participant"].rpartition(" ")[2]  # "Participant 123"
        found.append(Row(student, **texts))
    return Roster(tuple(found), shown(path.name))


def read_table(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    """The lines of a CSV file with a heading: number and cells by their headings in lower case, blanks cut off."""
    text = read_plain(path, _MOST_BYTES).decode("utf-8-sig", "replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    try:
        for cells in reader:
            yield (
                reader.line_num,
                {
                    key.strip().casefold(): (value or "").strip()
                    for key, value in cells.items()
                    if isinstance(key, str) and not isinstance(value, list)
                },
            )
    except csv.Error as error:
        raise UserError(f"{shown(path)}: not a CSV file ({error}): save it as one") from None


def known_roster(coursedir: CourseDirectory, path: Path | None = None) -> Roster:
    """The roster in `path`, else in the course's roster.csv, and what nbgrader's gradebook knows of its students."""
    beside = Path(coursedir.root, FILE)
    written = read_roster(path or beside) if path is not None or beside.is_file() else None
    known = {row.student: row for row in map(row_of, students(coursedir))}
    # Students that came of submissions alone have an id and nothing else: by that nobody can be told from a download.
    telling = tuple(row for row in known.values() if row.names or row.email or row.number)
    if written is None or not written.rows:
        return Roster(tuple(known.values()) if telling else ())
    rows = tuple(filled(row, known.get(row.student)) for row in written.rows)
    named = {row.student for row in rows}
    return replace(written, rows=rows, others=tuple(row for row in telling if row.student not in named))


def filled(row: Row, known: Row | None) -> Row:
    """A row, with what the gradebook knows where the row says nothing."""
    return replace(row, **{key: getattr(row, key) or getattr(known, key) for key in Row.__slots__}) if known else row


def row_of(student: Any) -> Row:
    """What nbgrader's gradebook knows of one of its students."""
    return Row(
        student.id,
        first=student.first_name or "",
        last=student.last_name or "",
        email=student.email or "",
        number=student.lms_user_id or "",
    )


def is_id(text: str) -> bool:
    """Whether a text can be a student's id here: one folder's name, in one line, the same in a page's source."""
    return bool(_ID.fullmatch(text)) and len(text.encode()) <= 200


def reads_as(student: str) -> str:
    """What ids have in common that a reader, a file system or another system may take for one: letters of either case,
    of any width and normal form, without what cannot be seen."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", student).casefold())
    return "".join(letter for letter in plain if unicodedata.category(letter) not in _UNSEEN and letter not in _FILLERS)


def alike(students: Iterable[str]) -> list[str]:
    """Those of the ids that read as another one of them, beside each other."""
    found: dict[str, list[str]] = {}
    for student in students:
        found.setdefault(reads_as(student), []).append(student)
    return [one for several in found.values() if len(several) > 1 for one in sorted(several)]


def squeeze(name: str) -> str:
    """A name without blanks, punctuation, accents and capitals, as systems write it into the names of files."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if letter.isalnum()).casefold()


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
