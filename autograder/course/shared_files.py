"""Files in an assignment's source folder that nobody writes there: what students install, and what assignments share.

A data file that an assignment declares and that lies in source/ itself is copied from there into the assignment's
folder, where nbgrader looks for it. The copy says in its first line where it comes from.
"""

from __future__ import annotations

from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.requirements import requirement_files

_COMMENTS = {".py": "# {}\n", ".md": "<!-- {} -->\n"}  # of other files nothing is known that may be added to them


def shared_files(assignment: Assignment) -> dict[Path, bytes]:
    """What must lie in the assignment's source folder, by path; raises UserError as `declared_data` does."""
    found = {assignment.source_dir / name: content for name, content in requirement_files(assignment).items()}
    for name in assignment.declared_data():
        if (content := shared(assignment.source_dir, name)) is not None:
            found[assignment.source_dir / name] = content
    return found


def shared(folder: Path, name: str) -> bytes | None:
    """What must stand in the assignment's `folder` as `name`, where it is a copy of a file in source/ itself."""
    original = folder.parent / name
    if "/" in name or not original.is_file():
        return None
    said = f"Made from source/{name} by `autograder build`: edit that file, and not this copy."
    return _COMMENTS.get(original.suffix, "").format(said).encode() + original.read_bytes()
