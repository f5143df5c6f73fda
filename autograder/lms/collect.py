"""`autograder collect`: a download of a learning system's, sorted into submitted/<student>/<assignment>/.

Nothing is lost: whoever cannot be told is named and stays in the archive, an earlier submission is replaced only where
that is asked for, and is then put aside in downloaded/<assignment>/replaced/.
"""

from __future__ import annotations

import contextlib
import operator
import os
import shutil
import tempfile
import zipfile
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.coursedir import CourseDirectory

from autograder.classroom.intake import MAX_NOTEBOOK_BYTES, TIMESTAMP, read_plain, shown, take_in
from autograder.classroom.several import counted, named
from autograder.course import Assignment
from autograder.errors import UserError
from autograder.files import write_files
from autograder.lms.archive import checked, members
from autograder.lms.downloads import System, Upload, guess, uploads
from autograder.lms.nbgrader.look import course_directory
from autograder.lms.nbgrader.secret import FILE as SECRET
from autograder.lms.nbgrader.times import parsed
from autograder.lms.roster import Roster, Row, known_roster, reads_as

MAX_SUBMISSION_BYTES = 100_000_000  # of one student: it is read as a whole before it is written
_MOST_NAMED = 8
_LONGEST_PART, _LONGEST_PATH = 255, 1_000  # bytes, as file systems and paths to a course leave room
_OURS = (TIMESTAMP, SECRET)


@dataclass(frozen=True, slots=True)
class Left:
    """Names of files that stay in the archive, and why."""

    too_large: list[str] = field(default_factory=list)
    too_many: list[str] = field(default_factory=list)
    unwritable: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What one student handed in: members of the archive by the name of the file, and when that was, where it is said.

    `earlier` are members that a later attempt takes the place of.
    """

    student: str
    called: str
    files: Mapping[str, zipfile.ZipInfo]
    earlier: tuple[str, ...] = ()
    late: bool = False
    time: str | None = None

    def read(self, archive: zipfile.ZipFile) -> tuple[dict[str, bytes], Left]:
        """The contents by file name, with the time stamp, and what of it is left in the archive."""
        contents: dict[str, bytes] = {}
        left, total = Left(), 0
        notebooks_first = sorted(self.files.items(), key=lambda one: not one[0].endswith(".ipynb"))
        for name, info in notebooks_first:
            if name in _OURS:  # when it was handed in is for the system to say
                continue
            if not _can_be_written(name, self.files):
                left.unwritable.append(name)
            elif info.file_size > MAX_NOTEBOOK_BYTES:
                left.too_large.append(name)
            elif total + info.file_size > MAX_SUBMISSION_BYTES:
                left.too_many.append(name)
            else:
                total += info.file_size
                contents[name] = archive.read(info)
        if self.time:
            contents[TIMESTAMP] = f"{self.time}\n".encode()
        return contents, left


def _can_be_written(name: str, beside: Container[str]) -> bool:
    """Whether a file system takes the name, and no file of `beside` stands where it needs a folder."""
    path = PurePosixPath(name)
    fits = len(name.encode()) <= _LONGEST_PATH and all(len(part.encode()) <= _LONGEST_PART for part in path.parts)
    return fits and not any(folder.as_posix() in beside for folder in path.parents)


@dataclass(frozen=True, slots=True)
class Sorted:
    """An archive, sorted: by student; `unknown` are people (and why), `nobodys` files that are no submission."""

    students: dict[str, HandedIn]
    unknown: tuple[str, ...]
    nobodys: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class Collected:
    """What became of an archive; lists of students, `unknown` of people who are nobody here."""

    collected: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everybody in the archive is in submitted/ now, as in the archive."""
        return not self.unknown and not self.kept

    def sentence(self) -> str:
        """How many came to what."""
        counts = {
            "collected": self.collected,
            "replaced": self.replaced,
            "there already": self.unchanged,
            "left as it was": self.kept,
            "not known": self.unknown,
        }
        return ", ".join(f"{len(names)} {what}" for what, names in counts.items() if names) or "nothing was handed in"

    def to_dict(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        lists = ("collected", "replaced", "unchanged", "kept", "unknown", "notes")
        return {name: list(getattr(self, name)) for name in lists} | {"ok": self.ok}


def collect(
    assignment: Assignment,
    course_root: Path,
    path: Path,
    system: System | None = None,
    roster: Path | None = None,
    *,
    update: bool = False,
) -> Collected:
    """Put what was handed in, by the archive at `path`, where `grade` looks for it.

    Raises UserError for an archive that is not to be read or not the system's, a roster that says nothing, and places
    that cannot be written.
    """
    coursedir = course_directory(assignment, course_root)
    known = known_roster(coursedir, roster)
    result = Collected()
    with checked(path) as archive:
        found = sort_out(assignment, archive, path, system, known)
        result.unknown += found.unknown
        result.notes += [*found.notes, *_nobodys(found.nobodys)]
        there = {} if known.rows else {reads_as(name): name for name in _known_by_folder(course_root)}
        for student, handed_in in sorted(found.students.items()):
            other = there.get(reads_as(student), student)
            if other != student:
                result.unknown.append(shown(f"{handed_in.called}: would be {student}, which reads as {other}"))
                continue
            contents, left = handed_in.read(archive)
            result.notes += notes_on(assignment, handed_in, contents, left)
            try:
                _put(coursedir, assignment.name, student, contents, result, update=update)
            except OSError as error:
                place = coursedir.format_path(coursedir.submitted_directory, student, assignment.name)
                raise UserError(f"{shown(place)}: cannot be written ({error.strerror})") from None
    return result


def _known_by_folder(course_root: Path) -> list[str]:
    """The students that have handed in something, whatever it was for."""
    with contextlib.suppress(OSError):
        return sorted(folder.name for folder in (course_root / "submitted").iterdir() if folder.name[:1] != ".")
    return []


def sort_out(
    assignment: Assignment, archive: zipfile.ZipFile, path: Path, system: System | None, roster: Roster
) -> Sorted:
    """Whose the files of an archive are; raises UserError as `uploads`."""
    infos = {info.filename: info for info in members(archive)}
    system = system or guess(infos)
    if system is None:
        raise UserError(f"{shown(path)}: not a download of {', '.join(System)} by the names of its files")
    handed_out = {file.name for file in assignment.release_dir.glob("*")}
    try:
        found, nobodys = uploads(system, infos, lambda name: archive.read(infos[name]), handed_out)
    except UserError as error:
        raise UserError(f"{shown(path)}: {error}") from None
    by_person: dict[str, list[Upload]] = {}
    for upload in found:
        by_person.setdefault(upload.person.shown, []).append(upload)
    students: dict[str, HandedIn] = {}
    unknown: list[str] = []
    zoneless: set[str] = set()
    rows = {called: roster.find(theirs[0].person) for called, theirs in by_person.items()}
    # Ids of a roster are the course's own, and those of a download may have been chosen to read as another's.
    same = operator.eq if roster.rows else lambda one, other: reads_as(one) == reads_as(other)
    for called, (row, why) in rows.items():
        if row is None:
            unknown.append(shown(f"{called}: {why}"))
            continue
        # Somebody may have taken another's name: whose place it is, nobody can tell from here.
        others = [
            one for one, (other, _) in rows.items() if one != called and other and same(other.student, row.student)
        ]
        if others:
            unknown.append(shown(f"{called}: would be {row.student}, and so would {named(others, _MOST_NAMED)}"))
        else:
            students[row.student] = _handed_in(row, called, by_person[called], infos, zoneless)
    notes = []
    if not roster.rows:
        notes.append(
            "nothing says who the students are, so they are called as in the download. With a roster.csv beside "
            "nbgrader_config.py, or --roster FILE, they get the ids of your course"
        )
    if zoneless:
        notes.append("the roster's times name no time zone and are taken for UTC")
    return Sorted(students, tuple(unknown), tuple(nobodys), tuple(notes))


def _handed_in(
    row: Row, called: str, theirs: list[Upload], infos: Mapping[str, zipfile.ZipInfo], zoneless: set[str]
) -> HandedIn:
    last: dict[str, Upload] = {}
    for upload in sorted(theirs, key=lambda one: one.order):
        last[upload.file] = upload
    taken = {upload.member for upload in last.values()}
    stated = next((one.time for one in theirs if one.time), None)
    time = _utc(stated or row.submitted)
    if time and not stated and "UTC" not in row.submitted and "Z" not in row.submitted:
        zoneless.add(row.student)
    return HandedIn(
        row.student,
        called,
        {name: infos[upload.member] for name, upload in last.items()},
        tuple(upload.member for upload in theirs if upload.member not in taken),
        any(upload.late for upload in last.values()),
        time,
    )


def _utc(text: str) -> str | None:
    """A time as nbgrader writes it; None for none, and for what nobody can read, such as Moodle's "-"."""
    try:
        return f"{parsed(text):%Y-%m-%d %H:%M:%S} UTC" if text.strip() else None
    except ValueError:
        return None


def notes_on(assignment: Assignment, handed_in: HandedIn, contents: Mapping[str, bytes], left: Left) -> Iterable[str]:
    """What somebody should know of one submission."""
    who = handed_in.student
    if not any(PurePosixPath(name).suffix == ".ipynb" for name in contents):
        yield shown(f"{who}: handed in no notebook, but {named(list(handed_in.files), _MOST_NAMED)}")
    for names, why in (
        (left.too_large, f"larger than {MAX_NOTEBOOK_BYTES // 1_000_000} MB"),
        (left.too_many, f"with the others larger than {MAX_SUBMISSION_BYTES // 1_000_000} MB"),
        (left.unwritable, "cannot be written under this name"),
    ):
        if names:
            told = named([one if len(one) <= _LONGEST_PART else f"{one[:80]}…" for one in names], _MOST_NAMED)
            yield shown(f"{who}: {told}: {why}, left in the archive")
    if handed_in.earlier:
        yield shown(f"{who}: earlier attempts were left in the archive: {named(handed_in.earlier, _MOST_NAMED)}")
    if handed_in.late and not handed_in.time:
        place = f"submitted/{who}/{assignment.name}/{TIMESTAMP}"
        yield shown(f"{who}: late, says the download, but not when: for a penalty, write the time into {place}")


def _nobodys(names: tuple[str, ...]) -> list[str]:
    return [shown(f"{counted(len(names), 'file')} of no submission: {named(names, _MOST_NAMED)}")] if names else []


def _put(
    coursedir: CourseDirectory,
    assignment: str,
    student: str,
    contents: Mapping[str, bytes],
    result: Collected,
    *,
    update: bool,
) -> None:
    """Write one submission, whole or not at all."""
    folder = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
    if folder.is_symlink() or folder.parent.is_symlink():
        raise UserError(f"{shown(folder)}: is, or lies behind, a link, and links are not followed")
    there = _contents(folder) if folder.exists() else None
    if there == dict(contents):
        result.unchanged.append(student)
        return
    if folder.exists() and not update:
        result.kept.append(student)
        result.notes.append(
            shown(f"{student}: has handed in something else before, which was kept; --update replaces it")
        )
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".collecting-"))
    try:
        os.chmod(draft, 0o755)
        write_files(draft, contents)
        if folder.exists():
            aside = Path(coursedir.root, "downloaded", assignment, "replaced")
            aside.mkdir(parents=True, exist_ok=True)
            number = 1 + sum(1 for one in aside.iterdir() if one.name.startswith(f"{student}-"))
            shutil.move(folder, aside / f"{student}-{number}")
            result.replaced.append(student)
        else:
            result.collected.append(student)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _contents(folder: Path) -> dict[str, bytes] | None:
    """What lies in a submission's folder, to be compared; None where it cannot be read."""
    with contextlib.suppress(UserError, OSError):
        taken = take_in(folder)
        names = [*taken.notebooks, *([TIMESTAMP] if (folder / TIMESTAMP).is_file() else [])]
        read = {name: read_plain(folder / name, MAX_NOTEBOOK_BYTES, above=1 + name.count("/")) for name in names}
        return taken.files | read
    return None
