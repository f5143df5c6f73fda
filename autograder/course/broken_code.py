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
from collections.abc import Iterator
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

BEGIN, END = "### BEGIN BROKEN", "### END BROKEN"

_MARKER = re.compile(r"(BEGIN|END) (SOLUTION|BROKEN)\b")
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
        kept = [line for region, line in _lines(cell.source) if region != "BROKEN"]
        cell.source = "\n".join(kept).rstrip("\n")
        return cell, resources


def released(source: str) -> str:
    """The answer cell as students get it: its broken code, uncommented, and what stands outside all regions.

    Raises RuntimeError, as nbgrader does, where the markers do not pair up or a line of broken code is no comment.
    """
    lines = [(region, line) for region, line in _lines(source) if region != "SOLUTION"]
    return "\n".join(uncommented(line) if region else line for region, line in lines)


def broken_lines(source: str) -> list[str]:
    """The lines of a cell's broken code, uncommented; empty for a cell without; raises RuntimeError as `released`."""
    return [uncommented(line) for region, line in _lines(source) if region == "BROKEN"]


def uncommented(line: str) -> str:
    """The line without its comment sign, and without the space after it; raises RuntimeError where it has none."""
    if not line.strip():
        return ""
    if not _COMMENT.match(line):
        raise RuntimeError(f"a line of broken code must be a comment: {line.strip()}")
    return _COMMENT.sub(r"\1", line, count=1).rstrip()


def _lines(source: str) -> Iterator[tuple[str | None, str]]:
    """Each line that is no marker, after the region it stands in: SOLUTION, BROKEN or None."""
    region = None
    for line in source.split("\n"):
        if (marker := _MARKER.search(line)) is None:
            yield region, line
            continue
        opens, kind = marker[1] == "BEGIN", marker[2]
        if region != (None if opens else kind):
            raise RuntimeError(f"the markers of solution and broken code do not pair up: {line.strip()}")
        region = kind if opens else None
    if region is not None:
        raise RuntimeError(f"no end of the region {region}")
