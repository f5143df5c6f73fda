"""Zip archives that are the same bytes for the same contents, and what of the course goes into them."""

import io
import zipfile
from collections.abc import Container, Mapping
from pathlib import Path

import autograder
from autograder.course import CONFIG, Assignment
from autograder.course.build import files_below, release_text

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip archive can hold
PACKAGE = Path(autograder.__file__).parent


def zipped(members: Mapping[str, bytes], executable: Container[str] = ()) -> bytes:
    """An archive: members in the order of their names, one time, one set of permissions, nobody's ids."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it is built
            info.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(info, members[name])
    return buffer.getvalue()


def read_zip(path: Path) -> dict[str, bytes]:
    """The members of an archive by name."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def course_files(assignment: Assignment, *, for_engine: bool) -> dict[str, bytes]:
    """A course of this one assignment, with the package that grades it: solutions and hidden data included.

    The engine also needs the release, to restore what students deleted, and the known mistakes, to tell them which one
    they made; scores are the same without.
    """
    files = {
        f"autograder/{path.relative_to(PACKAGE).as_posix()}": path
        for path in files_below(PACKAGE)
        if path.relative_to(PACKAGE).parts[0] != "checks"
    }
    for path in assignment.checks_files():
        name = path.relative_to(assignment.checks_dir)
        if name.parts[-2:-1] == ("wheats",) or (name.parts[-2:-1] == ("chaffs",) and not for_engine):
            continue
        files[f"autograder/checks/{assignment.name}/{name.as_posix()}"] = path
    files |= {path.relative_to(assignment.root).as_posix(): path for path in files_below(assignment.source_dir)}
    contents = {name: path.read_bytes() for name, path in files.items()}
    contents[CONFIG] = b"# marks the course's folder; nbgrader is not used here\n"
    if for_engine:
        contents[assignment.release_path.relative_to(assignment.root).as_posix()] = release_text(assignment).encode()
    return contents
