"""What a student handed in: found, read and put in shape, or refused with the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.classroom.intake import parse_submitted, read_submitted_bytes, read_timestamp, shown, take_in
from autograder.classroom.record import of_bytes, of_files
from autograder.classroom.restore import is_empty, restore
from autograder.classroom.several import remarks
from autograder.course import Assignment
from autograder.errors import UserError


@dataclass(frozen=True)
class Submission:
    """One student's folder `submitted/<student>/<assignment>`; `notebook` is None where there is none to choose."""

    student: str
    folder: Path
    notebook: Path | None


@dataclass(frozen=True)
class Prepared:
    """A submission ready for the engine: the restored notebook, the files that came with it, and remarks.

    `timestamp` is when it was handed in, as it stands in timestamp.txt; `digests` say by part what was read.
    """

    notebook: NotebookNode
    files: Mapping[str, bytes]
    notes: tuple[str, ...]
    timestamp: str | None = None
    digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parcel:
    """A submission by value: all that grading it needs, on whichever machine.

    `files` lie beside the notebook, `notebooks` are the names of all that there are, `left_out` says what is missing.
    What takes longer than `within` seconds is not graded yet.
    """

    submission: Submission
    notebook: bytes = field(repr=False)  # students' work: not for anybody's log
    files: Mapping[str, bytes] = field(repr=False)
    notebooks: tuple[str, ...]
    left_out: str | None
    timestamp: str | None
    within: float | None = None


def find(course_root: Path, assignment: Assignment) -> list[Submission]:
    """List the submissions of `assignment` under `course_root/submitted`, in the order of the students' names.

    Raises UserError where there is no such folder, or nobody has handed in.
    """
    submitted = course_root / "submitted"
    if not submitted.is_dir():
        raise UserError(
            f"{submitted}: no such folder. Put submissions into submitted/<student>/{assignment.name}/"
            f"{assignment.topic}.ipynb: `nbgrader collect {assignment.name}` takes them from the exchange, "
            f"`autograder collect {assignment.name} --from moodle FILE.zip` from a download of Moodle's, Canvas's or "
            "Gradescope's"
        )
    try:
        folders = [entry for entry in sorted(submitted.iterdir()) if not entry.name.startswith(".") and entry.is_dir()]
    except OSError as error:
        raise UserError(
            f"{error.filename or submitted}: cannot be read ({error.strerror}); check its permissions"
        ) from error
    found = [_look_into(entry.name, entry / assignment.name, assignment) for entry in folders]
    present = [submission for submission in found if submission is not None]
    if not present:
        raise UserError(f"{submitted}: nobody has handed in {assignment.name} (looked for */{assignment.name}/)")
    return present


def pack(submission: Submission, assignment: Assignment) -> Parcel:
    """Read what lies in a submission's folder. Raises UserError with the remedy where there is nothing to grade."""
    expected = f"{assignment.topic}.ipynb"
    handed_in = take_in(submission.folder)
    if submission.notebook is None:
        present = [name for name in handed_in.notebooks if "/" not in name]
        if present:
            raise UserError(
                f"{shown(submission.folder)}: there is no {expected}, but {shown(', '.join(present))}. "
                f"Rename the one to be graded to {expected}"
            )
        raise UserError(f"{shown(submission.folder)}: there is no notebook. Put {expected} there")
    data, timestamp = read_submitted_bytes(submission.notebook), read_timestamp(submission.folder)
    return Parcel(submission, data, handed_in.files, handed_in.notebooks, handed_in.left_out, timestamp)


def unpack(parcel: Parcel, assignment: Assignment, release: NotebookNode) -> Prepared:
    """Parse a submission and restore its notebook.

    Needs nothing of the machine where it was handed in. Raises UserError where it is no notebook.
    """
    path, expected = parcel.submission.notebook, f"{assignment.topic}.ipynb"
    assert path is not None  # `pack` refuses that
    notes = [parcel.left_out] if parcel.left_out else []
    if path.name != expected:
        notes.append(f"the notebook was called {shown(path.name)} instead of {expected}")
    read = parse_submitted(path, parcel.notebook)
    notes += read.notes
    if is_empty(read.notebook):
        notes.append("the notebook is empty")
    restored = restore(read.notebook, release)
    digests = digests_of(path.name, parcel.notebook, parcel.files, parcel.timestamp)
    notes += [*restored.notes, *remarks(path.name, parcel.notebooks, restored.notebook, release)]
    return Prepared(restored.notebook, parcel.files, tuple(notes), parcel.timestamp, digests)


def prepare(submission: Submission, assignment: Assignment, release: NotebookNode) -> Prepared:
    """Read a submission and restore its notebook; raises UserError as `pack` and `unpack`."""
    return unpack(pack(submission, assignment), assignment, release)


def other_notebooks(submission: Submission) -> tuple[str, ...]:
    """Notebooks that lie beside the one that is graded, relative paths; none where `prepare` would refuse them."""
    if submission.notebook is None:
        return ()
    try:
        return tuple(name for name in take_in(submission.folder).notebooks if name != submission.notebook.name)
    except (UserError, OSError):
        return ()


def digests(submission: Submission) -> dict[str, str] | None:
    """The digests that `prepare` would give, as it lies there now; None where there is nothing that it would take."""
    if submission.notebook is None:
        return None
    try:
        data, files = read_submitted_bytes(submission.notebook), take_in(submission.folder).files
        return digests_of(submission.notebook.name, data, files, read_timestamp(submission.folder))
    except (UserError, OSError):
        return None


def digests_of(name: str, data: bytes, files: Mapping[str, bytes], timestamp: str | None) -> dict[str, str]:
    """The digests of a submission, by the parts that records keep apart."""
    stamp = of_bytes((timestamp or "").encode("utf-8", "replace"))
    return {"notebook": of_files({name: data}), "files": of_files(files), "timestamp": stamp}


def _look_into(student: str, folder: Path, assignment: Assignment) -> Submission | None:
    """What lies there at a first glance; `prepare` says what is wrong with it, to this student alone."""
    try:
        if not folder.is_dir():
            return None
        named = folder / f"{assignment.topic}.ipynb"
        names = {path.name for path in folder.glob("*.ipynb") if not path.name.startswith(".")}
    except OSError:  # a folder that cannot be looked into stops nobody else
        return Submission(student, folder, None)
    others = sorted(names - {named.name})
    return Submission(
        student, folder, named if named.name in names else folder / others[0] if len(others) == 1 else None
    )
