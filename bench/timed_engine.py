"""The grading engine with a stopwatch: how much of a submission's time goes to training that its checks asked for."""

import time
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.boundary.remote import Link
from autograder.boundary.starting import Zygote
from autograder.course import Assignment
from autograder.engine import plugin
from autograder.engine.engine import Engine
from autograder.engine.report import Graded
from bench.training import SHORTEST_S

_trainings: list[float] = []


class _TimedLink(Link):
    """Notes how long each long request took, from sending the question to reading the answer."""

    def exchange(self, op: str, fields: dict[str, Any]) -> Any:
        started = time.perf_counter()
        try:
            return super().exchange(op, fields)
        finally:
            taken = time.perf_counter() - started
            if taken >= SHORTEST_S:
                _trainings.append(taken)


class TimedEngine(Engine):
    """Appends a line to a file for each submission, in the order in which they are graded: seconds of training."""

    def __init__(self, assignment: Assignment, log: Path, begun: Zygote | None = None) -> None:
        super().__init__(assignment, begun=begun)
        self._log = log
        plugin.Link = _TimedLink  # type: ignore[misc]  # the student's links alone: known mistakes train as well

    def grade(self, notebook: NotebookNode, **options: Any) -> Graded:
        _trainings.clear()
        graded = super().grade(notebook, **options)
        with self._log.open("a") as log:
            log.write(f"{sum(_trainings)}\n")
        return graded
