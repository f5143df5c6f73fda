"""What `grade` asks of a gradebook. `autograder.lms.nbgrader.books` has the one that is nbgrader's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograder.classroom.pool import Done
from autograder.course import Assignment


@dataclass(frozen=True)
class Recorded:
    """What the gradebook made of a submission: seconds late and points taken off for it."""

    late_s: float
    penalty: float


class Gradebook(Protocol):
    """The scores of one assignment and the feedback pages that go with them, open for writing."""

    def register(self) -> None:
        """Make the gradebook know the assignment as it is; raises UserError where it refuses."""

    def record(self, done: Done, *, notes: Sequence[str] = ()) -> Recorded:
        """Write a graded submission down; raises GradingError where that fails."""

    def late(self, student: str) -> Recorded:
        """What is known of a submission that was recorded before; nothing late where none was."""

    def write_feedback(self, student: str) -> Path:
        """Write a student's page from what was recorded; raises GradingError where that fails."""

    def feedback_page(self, student: str) -> Path:
        """Where that page is (or would be)."""

    def has_autograded(self, student: str) -> bool:
        """Whether there is something to write a page from."""


OpenGradebook = Callable[[Path, Assignment], AbstractContextManager[Gradebook]]
"""The gradebook of the course in a folder, for one assignment; raises UserError where it cannot be opened."""
