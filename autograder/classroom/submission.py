"""What a student handed in: found, read and put in shape, or refused with the remedy."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.classroom.restore import is_empty, restore
from autograder.course import Assignment, read_notebook
from autograder.errors import UserError

MAX_NOTEBOOK_BYTES = 50_000_000
MAX_FILES_BYTES = 20_000_000
_NOT_DATA = {"timestamp.txt", "submission_secret.txt"}


@dataclass(frozen=True)
class Submission:
    """One student's folder `submitted/<student>/<assignment>`; `digest` is the notebook's, None if there is none."""

    student: str
    folder: Path
    notebook: Path | None
    digest: str | None


@dataclass(frozen=True)
class Prepared:
    """A submission ready for the engine: the restored notebook, the data files beside it, and remarks."""

    notebook: NotebookNode
    files: dict[str, bytes]
    notes: tuple[str, ...]


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
    if not _is_plain_file(submission.notebook):
        raise UserError(f"{submission.notebook}: is not an ordinary file (a link?). Put the notebook itself there")
    if submission.notebook.stat().st_size > MAX_NOTEBOOK_BYTES:
        raise UserError(
            f"{submission.notebook}: is larger than {MAX_NOTEBOOK_BYTES // 1_000_000} MB. "
            "Clear its outputs (Edit → Clear Outputs of All Cells), save it and hand it in again"
        )
    submitted = read_notebook(submission.notebook)
    if is_empty(submitted):
        notes.append("the notebook is empty")
    restored = restore(submitted, release)
    files = files_beside(submission.folder) | dict(course_files)
    return Prepared(restored.notebook, files, (*notes, *restored.notes))


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


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _look_into(student: str, folder: Path, assignment: Assignment) -> Submission | None:
    if not folder.is_dir():
        return None
    notebook: Path | None = folder / f"{assignment.topic}.ipynb"
    if not os.path.lexists(str(notebook)):
        others = _notebooks(folder)
        notebook = others[0] if len(others) == 1 else None
    readable = notebook is not None and _is_plain_file(notebook) and os.access(notebook, os.R_OK)
    return Submission(student, folder, notebook, digest(notebook) if readable and notebook else None)


def _notebooks(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith(".") and _is_plain_file(path))


def _is_plain_file(path: Path) -> bool:
    """Whether this is a regular file and no link: a link could name a file that the student may not see."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
