"""Cells of a source notebook, with the nbgrader metadata of their role."""

from __future__ import annotations

from typing import Any

import nbformat.v4
from nbformat.notebooknode import NotebookNode

from autograder.course.assignment import CHECK_SUFFIX


def statement(name: str, source: str) -> NotebookNode:
    """Markdown that nbgrader leaves alone."""
    cell: NotebookNode = nbformat.v4.new_markdown_cell(source, id=name)
    return cell


def given(name: str, source: str) -> NotebookNode:
    """Code of the course's own, which students cannot edit."""
    return _code(name, source, locked=True)


def answer(exercise: str, source: str) -> NotebookNode:
    """The cell that students fill in."""
    return _code(exercise, source, solution=True)


def visible_tests(exercise: str, source: str, points: float) -> NotebookNode:
    """The cell that carries an exercise's points."""
    return _code(exercise + CHECK_SUFFIX, source, grade=True, locked=True, points=points)


def _code(name: str, source: str, **own: Any) -> NotebookNode:
    role = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3, "grade_id": name}
    cell: NotebookNode = nbformat.v4.new_code_cell(source, id=name, metadata={"nbgrader": role | own})
    return cell
