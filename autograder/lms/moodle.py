"""Moodle's assignment: its offline grading worksheet, filled in, and the zip that gives every student a feedback page.

Both go by Moodle's own worksheet (the assignment's page → Submissions → Download grading worksheet), which says under
which number Moodle knows whom. Of it only the column Grade is changed: Moodle compares the times in it with its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.intake import read_plain, shown
from autograder.errors import UserError
from autograder.lms.archive import zipped
from autograder.lms.formats import Sheet, points
from autograder.lms.roster import Person, Roster

NEEDED = ("Identifier", "Grade", "Last modified (grade)")  # Moodle refuses a worksheet without one of these
_MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the worksheet, and the student of this course that it is about; None where that is not known."""

    cells: dict[str, str]
    student: str | None
    why: str

    @property
    def name(self) -> str:
        """What Moodle calls the student, by the worksheet; a number where marking is blind."""
        return self.cells.get("Full name") or self.cells["Identifier"]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The worksheet: headings, lines."""

    head: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def remarks(self) -> list[str]:
        """Whom nobody here is called like."""
        unknown = [f"{line.name} {line.why}" for line in self.lines if line.student is None]
        return [shown(f"left as they are in the worksheet: {'; '.join(unknown)}")] if unknown else []


def read_worksheet(path: Path, roster: Roster) -> Worksheet:
    """Moodle's worksheet; raises UserError where it is none."""
    text = read_plain(path, _MOST_BYTES).decode("utf-8-sig", "replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        head = tuple(reader.fieldnames or ())
        rows = [{key: value or "" for key, value in row.items() if isinstance(key, str)} for row in reader]
    except csv.Error as error:
        raise UserError(f"{shown(path)}: not a CSV file ({error}): download it again") from None
    if missing := [name for name in NEEDED if name not in head]:
        raise UserError(
            f"{shown(path)}: not a grading worksheet of Moodle's: it has no column {', '.join(missing)}. Download it "
            "in English: Moodle names the columns in the language that you use it in, and reads them in that language"
        )
    lines = []
    for cells in rows:
        row, why = roster.find(_person(cells))
        lines.append(Line(cells, row.student if row else None, why))
    return Worksheet(head, tuple(lines))


def worksheet_table(sheet: Sheet, worksheet: Worksheet, decimals: int) -> tuple[str, list[str]]:
    """The worksheet with the totals in it, and remarks; lines without a total stay as they are."""
    remarks = worksheet.remarks
    head = next((name for name in worksheet.head if name.casefold() == "maximum grade"), "")  # both are to be met
    maxima = {line.cells.get(head, "") for line in worksheet.lines} - {""}
    if odd := sorted(one for one in maxima if not _is(one, sheet.assignment.max_score)):
        here = points(sheet.assignment.max_score, decimals)
        told = f"Moodle's maximum grade is {odd[0]} and here it is {here} points: nothing was scaled"
        remarks.append(shown(f"{told}, and Moodle skips a grade above its maximum without a word"))
    text = io.StringIO()
    writer = csv.DictWriter(text, worksheet.head, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    for line in worksheet.lines:
        total = sheet.total(line.student) if line.student else None
        writer.writerow(line.cells | ({"Grade": points(total, decimals)} if total is not None else {}))
    return text.getvalue(), remarks


def feedback_zip(sheet: Sheet, worksheet: Worksheet, pages: Sequence[tuple[str, Path]]) -> tuple[bytes, list[str]]:
    """Moodle's archive of feedback files, of the pages that there are by student, and remarks."""
    remarks = worksheet.remarks
    there = dict(pages)
    members, without = {}, []
    for line in worksheet.lines:
        page = there.get(line.student or "")
        if page is None:
            if line.student in sheet.scores:
                without.append(line.name)
            continue
        # What Moodle goes by: name, number, kind, plugin, between underscores. A name with one would shift them.
        number = line.cells["Identifier"].rpartition(" ")[2]
        name = "".join(" " if letter in '_/\\:*?"<>|' else letter for letter in line.name)
        members[f"{name}_{number}_assignfeedback_file_/{page.name}"] = page.read_bytes()
    if not members:
        raise UserError("nobody in the worksheet has a feedback page: run `autograder grade` first")
    if without:
        remarks.append(shown(f"without a feedback page: {', '.join(without)}"))
    return zipped(members), remarks


def _person(cells: dict[str, str]) -> Person:
    number, name = cells["Identifier"].rpartition(" ")[2], cells.get("Full name", "")
    school, email = cells.get("ID number", ""), cells.get("Email address", "")
    default = cells.get("Username") or school or (f"{name.replace(' ', '_')}_{number}" if name else "")
    return Person(name or cells["Identifier"], {"participant": number, "email": email, "sis": school}, name, default)


def _is(text: str, number: float) -> bool:
    try:
        return abs(float(text.replace(",", ".")) - number) < 1e-6
    except ValueError:
        return True  # a scale
