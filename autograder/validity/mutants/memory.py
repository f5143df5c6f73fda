"""What became of mutants, kept on disk: a mutant is tried again only when something that decides about it has changed.

One file an exercise, named by a digest of its checks, the notebook's code, the engine and the machine; one line a
mutant, named by a digest of its code. Wheats and chaffs decide nothing, and their changes forget nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from autograder.course import Assignment
from autograder.engine.chaff_memory import grader_files, machine
from autograder.validity.mutants.make import Mutant
from autograder.validity.mutants.trial import Outcome, limits_for


class MutantMemory:
    """`recall` and `keep` for one assignment and one seed."""

    def __init__(self, assignment: Assignment, seed: int) -> None:
        self._assignment, self._seed = assignment, seed
        self._folder = assignment.root / ".cache" / "mutants" / assignment.name
        self._known: dict[str, dict[str, Outcome]] = {}
        self._common = _digest(assignment, seed)

    def recall(self, mutant: Mutant) -> Outcome | None:
        if mutant.exercise not in self._known:
            self._known[mutant.exercise] = dict(_lines(self._path(mutant.exercise)))
        return self._known[mutant.exercise].get(_key(mutant))

    def keep(self, mutant: Mutant, outcome: Outcome) -> None:
        """Write one down at once: an interrupted run goes on where it was. Several processes may write."""
        line = json.dumps([_key(mutant), outcome.to_dict()]) + "\n"
        path = self._path(mutant.exercise)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(line)

    def _path(self, exercise: str) -> Path:
        digest = hashlib.sha256(self._common.encode())
        folder = self._assignment.checks_dir
        for path in [*sorted(folder.glob("*.py")), *sorted((folder / exercise).glob("*.py"))]:
            digest.update(f"{path.name}\n".encode() + path.read_bytes())
        return self._folder / f"{exercise}-{digest.hexdigest()[:16]}.jsonl"


def _key(mutant: Mutant) -> str:
    return hashlib.sha256(mutant.source.encode()).hexdigest()[:24]


def _lines(path: Path) -> Iterator[tuple[str, Outcome]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return
    for line in text.splitlines():
        with contextlib.suppress(ValueError, TypeError):  # cut off in the middle, say
            key, found = json.loads(line)
            yield key, Outcome(**found)


def _digest(assignment: Assignment, seed: int) -> str:
    digest = hashlib.sha256()
    for path in grader_files():
        digest.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes())
    for cell in assignment.read_source().cells:
        if cell.cell_type == "code":
            digest.update(cell.source.encode() + b"\n")
    for content in assignment.data_files().values():
        digest.update(content)
    digest.update(repr((seed, limits_for(assignment), *machine())).encode())
    return digest.hexdigest()
