"""The list of kills: mutants that the checks have caught and must go on catching. One JSON file an assignment.

A mutant stands there by a digest of its name, which is short and leaks no answer into the list's diff.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.files import write_whole
from autograder.validity.mutants.make import Mutant

Kills = dict[str, set[str]]
"""Exercise → digests."""


def digest(mutant: Mutant) -> str:
    return hashlib.sha256(mutant.name.encode()).hexdigest()[:10]


def read_kills(folder: Path, assignment: Assignment) -> Kills:
    """The list of one assignment; raises UserError where there is none that can be read."""
    path = _path(folder, assignment)
    try:
        return {exercise: set(found) for exercise, found in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise UserError(f"{path}: no list of kills: make it with `--list-kills {folder}` ({error})") from None


def write_kills(folder: Path, assignment: Assignment, tried: Iterable[tuple[Mutant, bool]]) -> None:
    """Add the mutants that were killed to the list, and take off it those that were not.

    Raises UserError where the list there cannot be read, OSError where it cannot be written.
    """
    known = read_kills(folder, assignment) if _path(folder, assignment).exists() else {}
    for mutant, killed in tried:
        listed = known.setdefault(mutant.exercise, set())
        (listed.add if killed else listed.discard)(digest(mutant))
    plain = {exercise: sorted(known[exercise]) for exercise in sorted(known)}
    rows = ",\n".join(f"  {json.dumps(exercise)}: {json.dumps(found)}" for exercise, found in plain.items())
    write_whole(_path(folder, assignment), f"{{\n{rows}\n}}\n".encode())


def _path(folder: Path, assignment: Assignment) -> Path:
    return folder / f"{assignment.name}.json"
