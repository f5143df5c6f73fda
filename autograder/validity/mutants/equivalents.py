"""Which mutants are right answers: the reviewed list beside an exercise's checks, `equivalent_mutants.toml`.

    [[equivalent]]
    answer = "reference"
    operator = "comparison"
    changes = ["clip: if norm > limit: > limit → >= limit"]
    reason = "at the limit the factor is 1"

An entry names mutants as a report does, by what was changed and not by a line's number. What it names must be there
and must survive: an entry that holds no longer is reported. Where a notebook's rules leave something free, a list
beside all of the assignment's checks says so once, for each mutant of an operator that survives: `answer = "*"`,
`changes = ["*"]`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.validity.mutants.make import Mutant

ANY = "*"
NAME = "equivalent_mutants.toml"
_KEYS = {"answer", "operator", "changes", "reason"}


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The reasons by answer, operator and change; `ANY` in the place of a change stands for all of the operator's."""

    reasons: dict[tuple[str, str, str], str]

    def reason(self, mutant: Mutant) -> str | None:
        own = self.reasons.get((mutant.answer, mutant.operator, mutant.change))
        return own or self.reasons.get((ANY, mutant.operator, ANY))

    def names(self, mutant: Mutant) -> bool:
        """Whether the mutant is listed itself, so that it must survive."""
        return (mutant.answer, mutant.operator, mutant.change) in self.reasons

    def stale(self, mutants: list[Mutant], answers: set[str]) -> list[str]:
        """Entries about these answers that name no mutant any more."""
        known = {(mutant.answer, mutant.operator, mutant.change) for mutant in mutants}
        return [" · ".join(name) for name in self.reasons if name not in known and name[0] in answers]


def read_equivalents(assignment: Assignment, exercise: str) -> Equivalents:
    """The lists of the assignment and of the exercise, where there are any; raises UserError for one that is none."""
    reasons: dict[tuple[str, str, str], str] = {}
    for folder in (assignment.checks_dir, assignment.checks_dir / exercise):
        if (folder / NAME).is_file():
            reasons |= _reasons(folder / NAME)
    return Equivalents(reasons)


def _reasons(path: Path) -> dict[tuple[str, str, str], str]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: {error}") from None
    found = {}
    for entry in entries:
        if set(entry) != _KEYS or not str(entry["reason"]).strip():
            raise UserError(f"{path}: an entry has {', '.join(sorted(_KEYS))}; one has {', '.join(sorted(entry))}")
        for change in entry["changes"]:
            found[entry["answer"], entry["operator"], change] = entry["reason"]
    return found
