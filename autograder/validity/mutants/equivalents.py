"""Which mutants are right answers: the reviewed list beside an exercise's checks, `equivalent_mutants.toml`.

    [[equivalent]]
    answer = "reference"
    operator = "comparison"
    changes = ["clip: if norm > limit: > limit → >= limit"]
    reason = "at the limit the factor is 1"

An entry names mutants as a report does, by what was changed and not by a line's number. What it names must be there and
must survive: an entry that holds no longer is reported.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.validity.mutants.make import Mutant

NAME = "equivalent_mutants.toml"
_KEYS = {"answer", "operator", "changes", "reason"}


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The reasons by answer, operator and change."""

    reasons: dict[tuple[str, str, str], str]

    def reason(self, mutant: Mutant) -> str | None:
        return self.reasons.get((mutant.answer, mutant.operator, mutant.change))

    def stale(self, mutants: list[Mutant], answers: set[str]) -> list[str]:
        """Entries about these answers that name no mutant any more."""
        known = {(mutant.answer, mutant.operator, mutant.change) for mutant in mutants}
        return [" · ".join(name) for name in self.reasons if name not in known and name[0] in answers]


def read_equivalents(assignment: Assignment, exercise: str) -> Equivalents:
    """The exercise's list, empty where there is none; raises UserError for one that cannot be read."""
    path = assignment.checks_dir / exercise / NAME
    if not path.is_file():
        return Equivalents({})
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: {error}") from None
    reasons = {}
    for entry in entries:
        if set(entry) != _KEYS or not str(entry["reason"]).strip():
            raise UserError(f"{path}: an entry has {', '.join(sorted(_KEYS))}, and a reason; one has {sorted(entry)}")
        for change in entry["changes"]:
            reasons[entry["answer"], entry["operator"], change] = entry["reason"]
    return Equivalents(reasons)
