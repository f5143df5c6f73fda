"""How good are the diagnoses? Every known mistake, written differently, must be named, and as nothing else."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.course import Assignment
from autograder.engine.diagnose import Diagnoses, Variant, reference_answer, variants
from autograder.engine.engine import Engine
from autograder.engine.report import Status
from autograder.validity.dealt_out import Lot, dealt_out
from autograder.validity.metamorphic import rewritten


@dataclass(frozen=True, slots=True)
class DiagnosisCounts:
    """Of an exercise's mistakes, written differently: how many were caught, and what the feedback called them.

    `right`: by their own name and no other; `wrong`: by another's; `none`: not at all. `problems` names each that is
    not right, and each right answer, written differently, that lost points.
    """

    exercise: str
    caught: int
    right: int
    wrong: int
    problems: tuple[str, ...]
    broken: int

    @property
    def none(self) -> int:
        return self.caught - self.right - self.wrong


@dataclass(frozen=True, slots=True)
class DiagnosisResult:
    assignment: str
    exercises: tuple[DiagnosisCounts, ...]

    @property
    def precision(self) -> float:
        """Of the mistakes that were given a name, the share that was given the right one."""
        named = sum(one.right + one.wrong for one in self.exercises)
        return sum(one.right for one in self.exercises) / named if named else 1.0

    @property
    def recall(self) -> float:
        """Of the mistakes that were caught, the share that was given the right name."""
        caught = sum(one.caught for one in self.exercises)
        return sum(one.right for one in self.exercises) / caught if caught else 1.0

    @property
    def ok(self) -> bool:
        return not any(one.wrong or one.broken for one in self.exercises) and self.recall >= _LEAST_RECALL

    def to_dict(self) -> dict[str, Any]:
        exercises = [
            {"id": one.exercise, "caught": one.caught, "right": one.right, "wrong": one.wrong, "none": one.none,
             "problems": list(one.problems)}
            for one in self.exercises
        ]  # fmt: skip
        return {"assignment": self.assignment, "precision": self.precision, "recall": self.recall,
                "ok": self.ok, "exercises": exercises}  # fmt: skip

    def table(self) -> Group:
        table = Table(title=f"{self.assignment}: mistakes written differently", title_justify="left")
        table.add_column("exercise", no_wrap=True)
        for column in ("caught", "right", "wrong", "none"):
            table.add_column(column, justify="right")
        for one in self.exercises:
            table.add_row(one.exercise, *map(str, (one.caught, one.right, one.wrong, one.none)))
        problems = "\n".join(f"{one.exercise}: {problem}" for one in self.exercises for problem in one.problems)
        figures = f"precision {self.precision:.1%}, recall {self.recall:.1%}"
        return Group(table, Text(problems), Text(figures, style="green" if self.ok else "red"))


_LEAST_RECALL = 0.75


def diagnose(
    assignment: Assignment,
    *,
    seed: int = 0,
    jobs: int = 1,
    sample: int | None = None,
    exercises: Collection[str] | None = None,
) -> DiagnosisResult:
    """Rewrite the wheats and chaffs of an assignment, of each exercise at most `sample`, and see what they are called.

    Raises UserError and GradingError as `Engine` does.
    """
    wanted = tuple(exercise.id for exercise in assignment.checked_exercises(exercises))
    (counts,) = dealt_out([Lot(wanted, partial(_diagnosing, assignment, seed, sample))], jobs)
    return DiagnosisResult(assignment.name, tuple(counts[name] for name in wanted))


@contextlib.contextmanager
def _diagnosing(assignment: Assignment, seed: int, sample: int | None) -> Iterator[Callable[[str], DiagnosisCounts]]:
    with Engine(assignment, seed=seed) as engine:
        yield lambda name: _exercise(engine, name, seed, sample)


def _exercise(engine: Engine, exercise: str, seed: int, sample: int | None) -> DiagnosisCounts:
    wheats, chaffs = (variants(engine.assignment, exercise, kind) for kind in ("wheats", "chaffs"))
    given = next(one for one in engine.assignment.exercises if one.id == exercise)
    alike = [reference_answer(engine.assignment, given), *(wheat.source for wheat in wheats)]
    problems, caught, right, wrong, broken = [], 0, 0, 0, 0
    for wheat in _chosen(wheats, seed, sample):
        trials = engine.diagnoses.source_trials(exercise, wheat.name, rewritten(wheat.source, alike))
        if failed := [f"{n}: {t.result.message}" for n, t in trials.items() if t.result.status is not Status.PASSED]:
            broken += 1
            problems.append(f"{wheat.name}, written differently, loses points: {'; '.join(failed)}")
    for chaff in _chosen(chaffs, seed, sample):
        told = _told(engine.diagnoses, chaff, rewritten(chaff.source, alike))
        if told is None:
            continue
        caught += 1
        if told == {chaff.hint}:
            right += 1
        elif told:
            wrong += 1
            problems.append(f"{chaff.name}, written differently, is called: {' | '.join(sorted(told))}")
        else:
            problems.append(f"{chaff.name}, written differently, is not named")
    return DiagnosisCounts(exercise, caught, right, wrong, tuple(problems), broken)


def _told(diagnoses: Diagnoses, chaff: Variant, source: str) -> set[str] | None:
    """What the feedback on a mistake says; None where no check with a diagnosis catches it."""
    trials = diagnoses.source_trials(chaff.exercise, chaff.name, source)
    diagnosed = {check.id for check in diagnoses.checks if check.diagnose}
    if not any(t.result.status is Status.FAILED for name, t in trials.items() if name in diagnosed):
        return None
    explained = diagnoses.explain(chaff.exercise, trials).values()
    return {trial.result.diagnosis for trial in explained if trial.result.diagnosis is not None}


def _chosen(found: list[Variant], seed: int, sample: int | None) -> list[Variant]:
    if sample is None or len(found) <= sample:
        return found
    return random.Random(f"{seed} {found[0].exercise}").sample(found, sample)
