"""Files that several assignments hand out, written by hand once.

A data file that an assignment declares and that lies in source/ itself is copied from there into the assignment's
folder, where nbgrader looks for it. The copy says in its first line where it comes from.
"""

from __future__ import annotations

from pathlib import Path

from autograder.course.assignment import Assignment

_COMMENTS = {".py": "# {}\n", ".md": "<!-- {} -->\n"}  # of other files nothing is known that may be added to them


def shared_files(assignment: Assignment) -> dict[Path, bytes]:
    """What must lie in the assignment's source folder, by path; raises UserError as `declared_data` does."""
    found = {}
    for name in assignment.declared_data():
        original = assignment.root / "source" / name
        if "/" not in name and original.is_file():
            said = f"Made from source/{name} by `autograder build`: edit that file, and not this copy."
            mark = _COMMENTS.get(original.suffix, "").format(said)
            found[assignment.source_dir / name] = mark.encode() + original.read_bytes()
    return found
