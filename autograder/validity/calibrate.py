"""Is a threshold fair? What the reference, the right answers and the known mistakes reach over many seeds.

A check that trains a network holds an accuracy against a threshold with `expect.assert_at_least`. The threshold must
lie far enough below what right answers reach that bad luck fails nobody, and above what mistakes reach.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.boundary.process import Process
from autograder.course import Assignment, Exercise
from autograder.engine.checks import Check
from autograder.engine.diagnose import variants
from autograder.engine.engine import Engine
from autograder.expect import Reached, recorded

ACCEPTED = 1e-4  # the highest probability with which a right answer may fail
_FEWEST = 20  # seeds that such a statement can rest on


@dataclass(frozen=True, slots=True)
class Measured:
    """What one answer reached where a check has a threshold; `kind` is reference, wheat or chaff."""

    exercise: str
    check: str
    what: str
    threshold: float
    kind: str
    answer: str
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        return statistics.fmean(self.values)

    @property
    def spread(self) -> float:
        """The standard deviation over the values; 0 for a single one."""
        return statistics.stdev(self.values) if len(self.values) > 1 else 0.0

    @property
    def failure(self) -> float:
        """The probability that this answer stays below the threshold, if what it reaches is normally distributed."""
        if self.spread == 0:
            return float(self.mean < self.threshold)
        return statistics.NormalDist(self.mean, self.spread).cdf(self.threshold)

    @property
    def ok(self) -> bool:
        return self.kind == "chaff" or (self.failure < ACCEPTED and min(self.values) >= self.threshold)

    def to_dict(self) -> dict[str, Any]:
        names = ("exercise", "check", "what", "threshold", "kind", "answer", "mean", "spread", "failure", "ok")
        return {name: getattr(self, name) for name in names} | {"values": list(self.values)}


@dataclass(frozen=True, slots=True)
class Calibration:
    assignment: str
    rows: tuple[Measured, ...]

    @property
    def ok(self) -> bool:
        """Whether every right answer passes with a probability that is high enough."""
        return all(row.ok for row in self.rows)

    def to_dict(self) -> dict[str, Any]:
        return {"schema": 1, "assignment": self.assignment, "ok": self.ok, "rows": [row.to_dict() for row in self.rows]}

    def table(self) -> Group:
        table = Table(title=f"{self.assignment}: thresholds, and what answers reach", title_justify="left")
        for column in ("threshold of", "answer"):
            table.add_column(column)
        for column in ("seeds", "mean", "spread", "lowest", "threshold", "P(below)"):
            table.add_column(column, justify="right", no_wrap=True)
        last = None
        for row in self.rows:
            first = f"{row.check}: {row.what}" if (row.check, row.what) != last else ""
            last = (row.check, row.what)
            numbers = [row.mean, row.spread, min(row.values), row.threshold]
            table.add_row(
                Text(first),
                Text(f"{row.kind} {row.answer}".strip()),
                str(len(row.values)),
                *(f"{number:.4f}" for number in numbers),
                f"{row.failure:.1e}",
                style=None if row.ok else "red",
                end_section=False,
            )
        if not self.rows:
            return Group(Text(f"{self.assignment}: no check holds anything against a threshold"))
        verdict = (
            Text(f"every right answer fails with a probability below {ACCEPTED:g} (normal distribution)", style="green")
            if self.ok
            else Text("red: a right answer may fail", style="red")
        )
        return Group(table, verdict)


def calibrate(
    assignment: Assignment,
    *,
    seeds: int = _FEWEST,
    chaff_seeds: int = 3,
    progress: Callable[[str], None] = lambda line: None,
) -> Calibration:
    """Run every check that has a threshold on the reference and the wheats with `seeds` seeds, on chaffs with fewer.

    Raises UserError and GradingError as `Engine` does.
    """
    rows: list[Measured] = []
    with Engine(assignment, remember=False) as engine:
        for exercise in assignment.exercises:
            if exercise.manual:
                continue
            checks = [check for check in engine.checks if check.exercise == exercise.id]
            measuring = [check for check in checks if _values(engine, check, engine.reference.copy(exercise.id), [0])]
            for kind, answer, start in _answers(engine, exercise) if measuring else ():
                wanted = range(chaff_seeds if kind == "chaff" else seeds)
                for check in measuring:
                    progress(f"{check.id}: {kind} {answer}")
                    reached = _values(engine, check, start(), wanted)
                    for (what, threshold), values in reached.items():
                        row = (exercise.id, check.id, what, threshold, kind, answer, tuple(values))
                        rows.append(Measured(*row))
    order = {"reference": 0, "wheat": 1, "chaff": 2}
    places = {row.check: number for number, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: (places[row.check], row.what, order[row.kind]))
    return Calibration(assignment.name, tuple(rows))


def _answers(engine: Engine, exercise: Exercise) -> Iterator[tuple[str, str, Callable[[], Process]]]:
    """Each answer to an exercise: its kind, its name, and what starts a process that holds it."""
    yield "reference", "", lambda: engine.reference.copy(exercise.id)
    for kind in ("wheats", "chaffs"):
        for variant in variants(engine.assignment, exercise.id, kind):
            yield (
                kind.removesuffix("s"),
                variant.name,
                lambda v=variant: engine.reference.variant(exercise.id, v.name, v.source),  # type: ignore[misc]
            )


def _values(
    engine: Engine, check: Check, process: Process, seeds: range | list[int]
) -> dict[tuple[str, float], list[float]]:
    """What the answer in `process` reached at each threshold of the check, a value a seed; ends the process."""
    found: dict[tuple[str, float], list[float]] = {}
    for seed in seeds:
        if not process.alive:
            break
        with recorded() as calls:
            engine.reference.try_check(check, process, seed)
        call: Reached
        for call in calls:
            found.setdefault((call.what, call.threshold), []).append(call.value)
    process.kill()
    return found
