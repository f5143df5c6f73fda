"""What a student handed in: found, read and put in shape, or refused with the remedy."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.classroom.record import of_bytes, of_files
from autograder.classroom.restore import is_empty, restore
from autograder.course import Assignment
from autograder.course.lenient import Read, read_leniently
from autograder.course.notebook import MAX_BYTES
from autograder.errors import UserError

MAX_FILES_BYTES = 20_000_000
_LONGEST_TIMESTAMP = 200
_NOT_DATA = {"timestamp.txt", "submission_secret.txt"}


@dataclass(frozen=True)
class Submission:
    """One student's folder `submitted/<student>/<assignment>`; `notebook` is None where there is none to choose."""

    student: str
    folder: Path
    notebook: Path | None


@dataclass(frozen=True)
class Prepared:
    """A submission ready for the engine: the restored notebook, the data files beside it, and remarks.

    `timestamp` is when it was handed in, as it stands in timestamp.txt; `digests` say by part what was read.
    """

    notebook: NotebookNode
    files: dict[str, bytes]
    notes: tuple[str, ...]
    timestamp: str | None = None
    digests: Mapping[str, str] = field(default_factory=dict)


def find(course_root: Path, assignment: Assignment) -> list[Submission]:
    """List the submissions of `assignment` under `course_root/submitted`, in the order of the students' names.

    Raises UserError where there is no such folder, or nobody has handed in.
    """
    submitted = course_root / "submitted"
    if not submitted.is_dir():
        raise UserError(
            f"{submitted}: no such folder. Put submissions into submitted/<student>/{assignment.name}/"
            f"{assignment.topic}.ipynb, for example with `nbgrader zip_collect {assignment.name}`"
        )
    try:
        folders = [entry for entry in sorted(submitted.iterdir()) if not entry.name.startswith(".")]
        found = [_look_into(entry.name, entry / assignment.name, assignment) for entry in folders if entry.is_dir()]
    except OSError as error:
        raise UserError(
            f"{error.filename or submitted}: cannot be read ({error.strerror}); check its permissions"
        ) from error
    present = [submission for submission in found if submission is not None]
    if not present:
        raise UserError(f"{submitted}: nobody has handed in {assignment.name} (looked for */{assignment.name}/)")
    return present


def prepare(
    submission: Submission, assignment: Assignment, release: NotebookNode, course_files: Mapping[str, bytes]
) -> Prepared:
    """Read a submission and restore its notebook; `course_files` are `assignment.data_files()`.

    Raises UserError with the remedy where there is nothing to grade.
    """
    expected = f"{assignment.topic}.ipynb"
    if submission.notebook is None:
        present = [path.name for path in _notebooks(submission.folder)]
        if present:
            raise UserError(
                f"{submission.folder}: there is no {expected}, but {', '.join(present)}. "
                f"Rename the one to be graded to {expected}"
            )
        raise UserError(f"{submission.folder}: there is no notebook. Put {expected} there")
    notes = []
    if submission.notebook.name != expected:
        notes.append(f"the notebook was called {submission.notebook.name} instead of {expected}")
    data, files = read_bytes(submission.notebook), files_beside(submission.folder)
    timestamp = read_timestamp(submission.folder)
    read = read_leniently(submission.notebook, data)
    notes += read.notes
    if is_empty(read.notebook):
        notes.append("the notebook is empty")
    restored = restore(read.notebook, release)
    digests = digests_of(submission.notebook.name, data, files, timestamp)
    return Prepared(restored.notebook, files | dict(course_files), (*notes, *restored.notes), timestamp, digests)


def read_submitted(path: Path) -> Read:
    """A notebook that was handed in, by the reader and under the limit of all ways in; raises UserError."""
    return read_leniently(path, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """The contents of a notebook that was handed in.

    Raises UserError for what is no ordinary file (it could be a link to what the student may not see, or a pipe that
    never ends) and for one over the limit.
    """
    if not os.path.lexists(path):
        raise UserError(f"{path}: there is no such file: check the path")
    if not _is_plain_file(path):
        raise UserError(f"{path}: is not an ordinary file (a link?). Put the notebook itself there")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(
                f"{path}: is larger than {MAX_BYTES // 1_000_000} MB. "
                "Clear its outputs (Edit → Clear Outputs of All Cells), save it and hand it in again"
            )
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None


def read_timestamp(folder: Path) -> str | None:
    """What timestamp.txt says of when this was handed in; None where there is none."""
    path = folder / "timestamp.txt"
    if not _is_plain_file(path):
        return None
    with path.open(errors="replace") as file:
        return file.read(_LONGEST_TIMESTAMP).removeprefix("\ufeff").strip() or None


def digests(submission: Submission) -> dict[str, str] | None:
    """The digests that `prepare` would give, as it lies there now; None where there is nothing to read."""
    if submission.notebook is None:
        return None
    try:
        data, files = read_bytes(submission.notebook), files_beside(submission.folder)
        return digests_of(submission.notebook.name, data, files, read_timestamp(submission.folder))
    except (UserError, OSError):
        return None


def digests_of(name: str, data: bytes, files: Mapping[str, bytes], timestamp: str | None) -> dict[str, str]:
    """The digests of a submission, by the parts that records keep apart."""
    stamp = of_bytes((timestamp or "").encode("utf-8", "replace"))
    return {"notebook": of_files({name: data}), "files": of_files(files), "timestamp": stamp}


def files_beside(folder: Path) -> dict[str, bytes]:
    """The files a student put beside the notebook, by relative path.

    Links, hidden files and notebooks are left out, and all of them where together they exceed MAX_FILES_BYTES.
    """
    files: dict[str, bytes] = {}
    total = 0
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        for name in sorted(names):
            path = Path(where, name)
            hidden = name.startswith(".") or name in _NOT_DATA or path.suffix in (".ipynb", ".pyc")
            if hidden or not _is_plain_file(path):
                continue
            total += path.stat().st_size
            if total > MAX_FILES_BYTES:
                return {}
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


def _look_into(student: str, folder: Path, assignment: Assignment) -> Submission | None:
    if not folder.is_dir():
        return None
    notebook: Path | None = folder / f"{assignment.topic}.ipynb"
    if not os.path.lexists(str(notebook)):
        others = _notebooks(folder)
        notebook = others[0] if len(others) == 1 else None
    return Submission(student, folder, notebook)


def _notebooks(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith(".") and _is_plain_file(path))


def _is_plain_file(path: Path) -> bool:
    """Whether this is a regular file and no link: a link could name a file that the student may not see."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
