"""How much of a submission's time goes to training that its checks asked for; without PyTorch, as `grade` itself is."""

from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Assignment
from autograder.engine.head_start import begun_for

if TYPE_CHECKING:
    from bench.timed_engine import TimedEngine

SHORTEST_S = 0.1  # what takes less is a question like any other, and counts as the grader's own time


class MakeTimedEngine:
    """What `autograder.classroom.grade.grade` makes an engine with, in a process of its own."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def __call__(self, assignment: Assignment) -> "TimedEngine":
        begun = begun_for(assignment)
        from bench.timed_engine import TimedEngine

        return TimedEngine(assignment, self._log, begun)


def read(log: Path) -> list[float]:
    """Seconds of training, a submission each."""
    return [float(line) for line in log.read_text().splitlines()]
