"""A rule for what `autograder new-exercise` has left to write."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.course import CHECK_SUFFIX, Assignment
from autograder.course.lint.problem import Problem, in_source, relative
from autograder.course.lint.source import named_cells

TO_FILL = "FILL IN"


def nothing_is_left_to_fill(assignment: Assignment, exercise: str | None = None) -> Iterator[Problem]:
    """No cell of the notebook and no file of the checks still says FILL IN; of one exercise, or of all."""
    for name, cell in named_cells(assignment.read_source()):
        if exercise is not None and name not in (f"{exercise}_statement", exercise, exercise + CHECK_SUFFIX):
            continue
        for what in _left(cell.source):
            yield in_source(assignment, name, "the cell is not written yet", what)
    for path in sorted((assignment.checks_dir / (exercise or "")).rglob("*.py")):
        for what in _left(path.read_text(encoding="utf-8", errors="replace")):
            yield Problem(relative(assignment, path), None, "the file is not written yet", what)


def _left(text: str) -> Iterator[str]:
    """The first thing to fill in, in the words of the template."""
    for line in text.splitlines():
        _, found, rest = line.partition(TO_FILL)
        if found:
            yield "fill in" + rest.rstrip('")').removesuffix('"""')
            return


RULES = (nothing_is_left_to_fill,)
