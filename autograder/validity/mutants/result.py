"""What trying mutants came to, an exercise and an assignment at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.validity.mutants.make import Mutant
from autograder.validity.mutants.trial import Outcome


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant, what became of it, and why it may survive: the reason in the reviewed lists, None without one.

    One that is `named` there must survive.
    """

    mutant: Mutant
    outcome: Outcome
    reason: str | None
    named: bool = False

    @property
    def verdict(self) -> str:
        if self.outcome.error is not None:
            return "error"
        if self.outcome.killed:
            return "killed"
        return "survived" if self.reason is None else "equivalent"

    @property
    def problem(self) -> str | None:
        """What somebody should do something about."""
        if self.verdict == "error":
            return f"a check could not run: {self.outcome.error}: {self.mutant.name}"
        if self.verdict == "survived":
            return f"survives: {self.mutant.name}"
        if self.verdict == "killed" and self.named:
            return f"said to be equivalent, and {self.outcome.caught_by} catches it: {self.mutant.name}"
        return None

    def to_dict(self) -> dict[str, Any]:
        mutant = self.mutant
        named = {"answer": mutant.answer, "operator": mutant.operator, "change": mutant.change}
        return named | {"verdict": self.verdict, "reason": self.reason} | self.outcome.to_dict()


@dataclass(frozen=True, slots=True)
class ExerciseMutants:
    """`made` is how many mutants there are, which may be more than were tried."""

    id: str
    made: int
    tried: tuple[Tried, ...]
    stale: tuple[str, ...] = ()

    def count(self, verdict: str) -> int:
        return sum(tried.verdict == verdict for tried in self.tried)

    @property
    def problems(self) -> list[str]:
        gone = [f"listed as equivalent, and there is no such mutant: {name}" for name in self.stale]
        return gone + [tried.problem for tried in self.tried if tried.problem is not None]

    def to_dict(self) -> dict[str, Any]:
        verdicts = ("killed", "equivalent", "survived", "error")
        counts = {"id": self.id, "made": self.made, "tried": len(self.tried)} | {v: self.count(v) for v in verdicts}
        left = [tried.to_dict() for tried in self.tried if tried.verdict != "killed"]
        return counts | {"problems": self.problems, "left": left}


@dataclass(frozen=True, slots=True)
class MutantsResult:
    assignment: str
    seed: int
    exercises: tuple[ExerciseMutants, ...]

    @property
    def ok(self) -> bool:
        return not any(exercise.problems for exercise in self.exercises)

    def to_dict(self) -> dict[str, Any]:
        exercises = [exercise.to_dict() for exercise in self.exercises]
        return {"assignment": self.assignment, "seed": self.seed, "ok": self.ok, "exercises": exercises}

    def table(self) -> Group:
        """One row an exercise, and below them every shortcoming in a sentence."""
        table = Table(title=f"{self.assignment}: mutants (seed {self.seed})", title_justify="left")
        table.add_column("exercise", no_wrap=True)
        for column in ("made", "tried", "killed", "equivalent", "survived", "errors"):
            table.add_column(column, justify="right")
        for row in self.exercises:
            numbers = [row.made, len(row.tried), *(row.count(v) for v in ("killed", "equivalent", "survived", "error"))]
            table.add_row(row.id, *map(str, numbers), style="red" if row.problems else None)
        problems = [f"{row.id}: {problem}" for row in self.exercises for problem in row.problems]
        last = Text("\n".join(problems), style="red") if problems else Text("all killed or explained", style="green")
        return Group(table, last)
