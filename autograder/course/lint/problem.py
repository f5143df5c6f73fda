"""What a rule reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from autograder.course import Assignment


@dataclass(frozen=True, slots=True)
class Problem:
    """One place that breaks an authoring rule; `cell` is a cell's id, an exercise or a line, where there is one."""

    file: Path
    cell: str | None
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file} [{self.cell}]" if self.cell else str(self.file)
        return f"{place}: {self.message}: {self.remedy}"


Rule: TypeAlias = Callable[[Assignment], Iterator[Problem]]


def in_source(assignment: Assignment, cell: str | None, message: str, remedy: str) -> Problem:
    """A problem of the source notebook."""
    return Problem(relative(assignment, assignment.notebook_path), cell, message, remedy)


def relative(assignment: Assignment, path: Path) -> Path:
    """The path as a problem shows it: from the course's root where it lies below it."""
    return path.relative_to(assignment.root) if path.is_relative_to(assignment.root) else path
