"""What chaffs answered, kept on disk: grading a class for the first time should be the only time it is worked out.

The files hold data in the wire's format. They are named by a digest of everything the answers depend on, so a changed
check, chaff, library or processor finds none and makes its own.
"""

import contextlib
import hashlib
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

import autograder
from autograder.boundary.wire import Decoder, Encoder, WireError, split
from autograder.course import Assignment
from autograder.engine.evidence import Findings
from autograder.engine.report import Status
from autograder.files import private_folder, write_whole


@dataclass(frozen=True, slots=True)
class Answer:
    """What one chaff did in one check: whether it passed, and what was judged wrong."""

    status: Status
    findings: Findings

    @classmethod
    def from_data(cls, data: Any) -> "Answer":
        status, findings = data
        return cls(Status(status), Findings.from_data(findings))


Answers = dict[str, dict[str, Answer]]
"""Chaff → check → answer."""


class ChaffMemory:
    def __init__(self, assignment: Assignment, seed: int) -> None:
        # Beside source/ and not with the submissions: the answers are the same for every class.
        self._folder = assignment.root / ".cache" / "diagnoses" / f"{assignment.name}-{_digest(assignment, seed)}"

    def recall(self, exercise: str) -> Answers | None:
        """The answers of an exercise's chaffs, None where they are not known (or the file is damaged)."""
        try:
            known = Decoder(lambda handle: handle).decode(split(self._path(exercise).read_bytes())).value
            return {
                chaff: {check: Answer.from_data(data) for check, data in checks.items()}
                for chaff, checks in known.items()
            }
        except (OSError, WireError, ValueError, AttributeError, TypeError):
            return None

    def keep(self, exercise: str, answers: Answers) -> None:
        """Write them down for next time; a folder that cannot be written to costs time and nothing else."""
        plain = {
            chaff: {check: (answer.status.value, answer.findings.to_data()) for check, answer in checks.items()}
            for chaff, checks in answers.items()
        }
        path = self._path(exercise)
        with contextlib.suppress(OSError, WireError):
            message = Encoder.request(plain)
            private_folder(self._folder.parent)  # what checks expect under the secret seed is in there
            write_whole(path, message)

    def _path(self, exercise: str) -> Path:
        return self._folder / f"{exercise}.answers"


def _digest(assignment: Assignment, seed: int) -> str:
    digest = hashlib.sha256()
    for path in _depends_on(assignment):
        digest.update(f"{path.name} {path.stat().st_size}\n".encode() + path.read_bytes())
    digest.update(repr((seed, *machine())).encode())
    return digest.hexdigest()[:20]


def machine() -> tuple[str, ...]:
    """What else decides about the last bits of an answer: the processor, and the versions of what computes."""
    return (
        torch.backends.cpu.get_cpu_capability(),
        platform.machine(),
        platform.python_version(),
        torch.__version__,
        np.__version__,
    )


def grader_files() -> Iterator[Path]:
    """The sources that decide what a check makes of an answer."""
    package = Path(autograder.__file__).parent
    for room in ("boundary", "engine", "expect"):
        yield from sorted((package / room).rglob("*.py"))


def _depends_on(assignment: Assignment) -> Iterator[Path]:
    yield from assignment.checks_files()
    yield from grader_files()
    yield assignment.notebook_path
    yield from (assignment.source_dir / name for name in assignment.declared_data())
