"""The headings that name a notebook's exercises, and the points that students see beside them.

An exercise is named by the last heading that stands between the exercise before it and its own answer cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.course.assignment import exercise_of
from autograder.course.notebook import grade_id

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>\S.*?)[ \t#]*")
_FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
_POINTS = re.compile(r"\s*\(\d+(?:\.\d+)? points?\)$")


def titles(notebook: NotebookNode) -> dict[str, str]:
    """What each exercise is called, by its id; nothing for one without a heading of its own."""
    found = {}
    for name, index, number in _places(notebook):
        line = notebook.cells[index].source.split("\n")[number]
        match = _HEADING.fullmatch(line)
        assert match is not None
        found[name] = _POINTS.sub("", match["title"])
    return found


def title(notebook: NotebookNode) -> str | None:
    """What the notebook is called: its first heading."""
    for cell in notebook.cells:
        for line in _headings(cell):
            match = _HEADING.fullmatch(cell.source.split("\n")[line])
            return match["title"] if match else None
    return None


def with_points(notebook: NotebookNode) -> None:
    """Write what an exercise is worth beside its heading, from the metadata: "### 3 · Five gradients (2 points)"."""
    worth = dict(_points(notebook))
    for name, index, number in _places(notebook):
        if name in worth:
            lines = notebook.cells[index].source.split("\n")
            lines[number] = _POINTS.sub("", lines[number].rstrip()) + f" ({said(worth[name])})"
            notebook.cells[index].source = "\n".join(lines)


def said(points: float) -> str:
    """ "1 point", "2.5 points"."""
    return f"{points:g} {'point' if points == 1 else 'points'}"


def _points(notebook: NotebookNode) -> Iterator[tuple[str, float]]:
    for cell in notebook.cells:
        own: Mapping[str, Any] = cell.metadata.get("nbgrader", {})
        if own.get("grade"):
            yield exercise_of(cell), own.get("points", 0)


def _places(notebook: NotebookNode) -> Iterator[tuple[str, int, int]]:
    """Each exercise that has a heading: its id, the heading's cell, and the line in that."""
    place: tuple[int, int] | None = None
    for index, cell in enumerate(notebook.cells):
        own: Mapping[str, Any] = cell.metadata.get("nbgrader", {})
        name = grade_id(cell)
        if own.get("solution") and name is not None:
            if place is not None:
                yield name, *place
            place = None
        elif name is None:
            for line in _headings(cell):
                place = index, line


def _headings(cell: NotebookNode) -> Iterator[int]:
    """The lines of a Markdown cell that are headings, and no comments in a block of code."""
    fenced = False
    for number, line in enumerate(cell.source.split("\n") if cell.cell_type == "markdown" else ()):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and _HEADING.fullmatch(line):
            yield number
