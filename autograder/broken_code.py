"""Exercises that hand out broken code to repair.

Their answer cell in source/ holds the repaired code between nbgrader's solution markers and the broken code, commented
out so that the source runs, between markers of our own:

    ### BEGIN SOLUTION
    total = sum(values)
    ### END SOLUTION
    ### BEGIN BROKEN
    # total = max(values)
    ### END BROKEN

The release has the broken code in place of both regions, the solution the repaired code; a cell without such a region
is none of this module's business. Both steps are nbgrader preprocessors, so `nbgrader generate_assignment` and
`generate_solution` do the same as `autograder build`.
"""

from __future__ import annotations

import re
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

BEGIN, END = "### BEGIN BROKEN", "### END BROKEN"

_SOLUTION = re.compile(r"(BEGIN|END) SOLUTION")
_COMMENT = re.compile(r"^(\s*)#( |$)")


class ReleaseBrokenCode(ClearSolutions):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's ClearSolutions, and for a cell with broken code that code instead of a stub."""

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        if BEGIN not in cell.source:
            return bool(super()._replace_solution_region(cell, language))
        cell.source = released(cell.source)
        return True


class KeepSolutions(NbGraderPreprocessor):  # type: ignore[misc]
    """Drops the markers BEGIN SOLUTION and END SOLUTION and keeps what is between them; drops broken code."""

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        lines, _ = _split(cell.source)
        cell.source = "\n".join(line for line in lines if not _SOLUTION.search(line)).rstrip("\n")
        return cell, resources


def released(source: str) -> str:
    """The answer cell as students get it: its broken code, uncommented, and what stands outside all regions.

    Raises RuntimeError, as nbgrader does, where the markers do not pair up or a line of broken code is no comment.
    """
    kept, inside, broken = [], None, False
    for line in source.split("\n"):
        if (marker := _marker(line)) is not None:
            kind, opens = marker
            if opens is not (inside is None) or (not opens and kind != inside):
                raise RuntimeError(f"the markers of solution and broken code do not pair up: {line.strip()}")
            inside = kind if opens else None
            broken = broken or kind == "BROKEN"
        elif inside == "BROKEN":
            kept.append(uncommented(line))
        elif inside is None:
            kept.append(line)
    if inside is not None:
        raise RuntimeError(f"no end of the region {inside}")
    return "\n".join(kept)


def broken_lines(source: str) -> list[str]:
    """The lines of a cell's broken code, uncommented; empty for a cell without."""
    return [uncommented(line) for line in _split(source)[1]]


def uncommented(line: str) -> str:
    """The line without its comment sign, and without the space after it; raises RuntimeError where it has none."""
    if not line.strip():
        return ""
    if not _COMMENT.match(line):
        raise RuntimeError(f"a line of broken code must be a comment: {line.strip()}")
    return _COMMENT.sub(r"\1", line, count=1).rstrip()


def _split(source: str) -> tuple[list[str], list[str]]:
    """The lines outside and inside the regions of broken code, without these regions' markers."""
    outside: list[str] = []
    inside: list[str] = []
    current = outside
    for line in source.split("\n"):
        if BEGIN in line:
            current = inside
        elif END in line:
            current = outside
        else:
            current.append(line)
    return outside, inside


def _marker(line: str) -> tuple[str, bool] | None:
    match = re.search(r"(BEGIN|END) (SOLUTION|BROKEN)\b", line)
    return (match[2], match[1] == "BEGIN") if match else None
