"""Does a verdict depend on luck? The reference and all wheats on many sets of inputs: none may ever lose a point.

Every other seed runs with two threads on the checks' side (the student's side always has one), and with `load` busy
programs beside it: what a check compares must depend on neither.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from rich.text import Text

from autograder.course import Assignment
from autograder.engine.diagnose import reference_answer, variants
from autograder.engine.engine import Engine
from autograder.engine.report import Status


@dataclass(frozen=True, slots=True)
class Mishap:
    """A right answer that did not pass a check."""

    seed: int
    threads: int
    exercise: str
    answer: str
    check: str
    message: str | None


@dataclass(frozen=True, slots=True)
class FlakyResult:
    assignment: str
    seeds: tuple[int, ...]
    tried: int
    mishaps: tuple[Mishap, ...]

    @property
    def ok(self) -> bool:
        return not self.mishaps

    def to_dict(self) -> dict[str, Any]:
        mishaps = [asdict(mishap) for mishap in self.mishaps]
        about = {"assignment": self.assignment, "seeds": list(self.seeds), "tried": self.tried, "ok": self.ok}
        return about | {"mishaps": mishaps}

    def table(self) -> Text:
        about = f"{self.assignment}: {self.tried} right answers graded, with {len(self.seeds)} seeds: "
        if self.ok:
            return Text(f"{about}none lost a point", style="green")
        lines = [
            f"{one.exercise}/{one.answer}, seed {one.seed}, {one.threads} threads: {one.check}: {one.message}"
            for one in self.mishaps
        ]
        return Text("\n".join([f"{about}{len(lines)} checks not passed", *lines]), style="red")


def verify_flaky(
    assignment: Assignment,
    seeds: Collection[int],
    *,
    exercises: Collection[str] | None = None,
    load: int = 0,
    progress: Callable[[str], None] = lambda line: None,
) -> FlakyResult:
    """Grade the right answers of an assignment, or of some `exercises`, once a seed.

    Raises UserError and GradingError as `Engine` does.
    """
    mishaps: list[Mishap] = []
    tried = 0
    answers = list(_right_answers(assignment, exercises))  # before an engine starts: bad input is said at once
    for number, seed in enumerate(seeds):
        threads = 1 + number % 2
        progress(f"{assignment.name}: seed {seed}, threads {threads}")
        with _busy(load * (number % 2)), Engine(assignment, seed=seed, remember=False) as engine:
            torch.set_num_threads(threads)  # after the engine, which asks for one
            for exercise, answer, source in answers:
                tried += 1
                for mishap in _mishaps(engine, seed, threads, exercise, answer, source):
                    mishaps.append(mishap)
                    progress(f"{exercise}/{answer}: {mishap.check}: {mishap.message}")
    return FlakyResult(assignment.name, tuple(seeds), tried, tuple(mishaps))


def _right_answers(assignment: Assignment, exercises: Collection[str] | None) -> Iterator[tuple[str, str, str]]:
    for exercise in assignment.checked_exercises(exercises):
        yield exercise.id, "reference", reference_answer(assignment, exercise)
        for wheat in variants(assignment, exercise.id, "wheats"):
            yield exercise.id, wheat.name, wheat.source


def _mishaps(engine: Engine, seed: int, threads: int, exercise: str, answer: str, source: str) -> Iterator[Mishap]:
    own = [check for check in engine.checks if check.exercise == exercise]
    for check, trial in engine.reference.trials(own, answer, source):
        if trial.result.status is not Status.PASSED:
            yield Mishap(seed, threads, exercise, answer, check.id, trial.result.message)


@contextlib.contextmanager
def _busy(count: int) -> Iterator[None]:
    """So many programs that do nothing but keep the processor busy."""
    burning = [subprocess.Popen([sys.executable, "-c", "while True: pass"], cwd=Path("/")) for _ in range(count)]
    try:
        yield
    finally:
        for process in burning:
            process.kill()
            process.wait()
