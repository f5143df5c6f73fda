"""What `grade` asks of a gradebook. `autograder.lms.nbgrader.books` has the one that is nbgrader's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograder.classroom.executor import Done
from autograder.classroom.record import Held, Regraded
from autograder.course import Assignment
from autograder.engine.report import Report


@dataclass(frozen=True)
class Recorded:
    """What the gradebook made of a submission: seconds late, points taken off for it, and the report as it is kept."""

    late_s: float
    penalty: float
    report: str


class Gradebook(Protocol):
    """The scores of one assignment and the feedback pages that go with them, open for writing."""

    def register(self) -> None:
        """Make the gradebook know the assignment as it is; raises UserError where it refuses."""

    def record(
        self,
        done: Done,
        report: Report,
        standard: Mapping[str, str],
        *,
        notes: Sequence[str] = (),
        regraded: Regraded | None = None,
    ) -> Recorded:
        """Write a graded submission down, with its record, wholly or not at all; raises GradingError where it does not.

        `report` is what the record keeps, `standard` what was graded with, `regraded` why it was graded again.
        """

    def held(self) -> Mapping[str, Held]:
        """What there is of each student; raises UserError where it cannot be read."""

    def write_feedback(self, student: str) -> Path:
        """Write a student's page from what was recorded; raises GradingError where that fails."""


OpenGradebook = Callable[[Path, Assignment], AbstractContextManager[Gradebook]]
"""The gradebook of the course in a folder, for one assignment; raises UserError where it cannot be opened."""
