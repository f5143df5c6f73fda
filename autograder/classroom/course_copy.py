"""An assignment by value: what grading it needs, sent to a worker that has nothing but this package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import CONFIG, Assignment, load
from autograder.files import write_files

_CHECKS = "checks"
_CONFIG = f"c = get_config()\nc.AutograderCourse.checks = {_CHECKS!r}\n"


@dataclass(frozen=True)
class CourseCopy:
    """The files of one assignment, by their path in a course's folder: hidden checks too, so nothing for a log."""

    name: str
    files: Mapping[str, bytes] = field(repr=False)


def copy_of(assignment: Assignment) -> CourseCopy:
    """Read an assignment: notebook, data, release, checks, and what its chaffs are known to answer."""
    return CourseCopy(assignment.name, dict(_files(assignment)))


def unpack_course(copy: CourseCopy, folder: Path) -> Assignment:
    """Write it into an empty folder, readable for this user alone."""
    folder.chmod(0o700)
    write_files(folder, copy.files)
    return load(folder, copy.name)


def _files(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    yield CONFIG, _CONFIG.encode()
    source, release = Path("source", assignment.name), Path("release", assignment.name)
    yield (source / assignment.notebook_path.name).as_posix(), assignment.notebook_path.read_bytes()
    for name, content in assignment.data_files().items():
        yield (source / name).as_posix(), content
    yield (release / assignment.release_path.name).as_posix(), assignment.release_path.read_bytes()
    yield (Path(_CHECKS) / "README").as_posix(), b"Written for one grading, and removed after it.\n"
    for path in assignment.checks_files():
        if path.parent.name != "wheats":
            yield (
                (Path(_CHECKS, assignment.name) / path.relative_to(assignment.checks_dir)).as_posix(),
                path.read_bytes(),
            )
    known = assignment.root / ".cache" / "diagnoses"
    for path in sorted(known.glob(f"{assignment.name}-*/*.answers")):
        yield path.relative_to(assignment.root).as_posix(), path.read_bytes()
