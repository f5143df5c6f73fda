"""The record of one submission: what was graded, what it was graded with, and what came of it.

It lies in the gradebook's own database, written in one transaction with the scores, so a gradebook that is deleted, or
an older one that is put back, takes its records with it. `stale` compares a record with what lies there now, part by
part, and says in words what is different; whoever is not stale need not be graded again.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import autograder
from autograder.classroom import machine
from autograder.course import CONFIG, Assignment
from autograder.course.config import read_config
from autograder.course.seed import Seed

if TYPE_CHECKING:
    from autograder.classroom.submission import Submission

NEW, FORCED = "not graded yet", "asked for"
PACKAGE = Path(autograder.__file__).parent
# The rooms of the package that decide about a score. A page that is laid out in another way, or a command with another
# name, leaves every score as it was.
_DECIDE = ("boundary", "classroom", "course", "engine", "expect", "lms/nbgrader")
_SAME_POINTS = 1e-9
_LATENESS = ("Autograde", "AssignLatePenalties", "LateSubmissionPlugin")  # settings that change what is recorded

# Each part, and what is said where it is not what it was. A part that is made from another is named by that one alone.
_SUBMITTED = {
    "notebook": "the notebook changed",
    "files": "the files beside the notebook changed",
    "timestamp": "the timestamp changed",
}
_STANDARD = {
    "points": "the points changed",
    "source": "the source notebook or its data changed",
    "release": "the release changed",
    "checks": "the checks changed",
    "grader": "the grader changed",
    "seed": "the seed changed",
    "versions": "other versions",
    "limits": "the limits changed",
    "sandbox": "another sandbox",
    "processor": "another processor",
    "device": "another device",
    "lateness": "the settings for lateness changed",
}
ELSEWHERE = ("elsewhere", "sandbox", "processor")  # what a cluster's workers grade with, and that it was they
_MADE_FROM = {"source": "points", "release": "source", "limits": "source"}
_TOLD = ("versions", "sandbox", "processor", "device")  # kept as they are and not as a digest: both can be named
_PACKAGES = ("ipython", "matplotlib", "numpy", "torch")  # what students' code runs on; a notebook can declare more


@dataclass(frozen=True)
class Record:
    """One submission as it was graded and recorded.

    `submitted` and `standard` are digests by part; `report` is the report's JSON; `scores` are the automatic scores by
    the name of the grade cell; `autograded` is the digest of the notebook in autograded/; `due` is the date that
    lateness was counted from; `way` says what recorded it. While it is being recorded by a way in that cannot do so in
    one step, `whole` is false. `exported` maps formats to the total that was exported.
    """

    student: str
    submitted: Mapping[str, str]
    standard: Mapping[str, str]
    report: str = ""
    scores: Mapping[str, float | None] = field(default_factory=dict)
    autograded: str = ""
    due: str = ""
    way: str = ""
    recorded: str = ""
    whole: bool = True
    exported: Mapping[str, float] = field(default_factory=dict)

    def as_it_ran(self) -> Record:
        """With the sandbox that its report names: the one that was expected may not have started."""
        try:
            ran = str(json.loads(self.report)["sandbox"])
        except (ValueError, TypeError, KeyError):
            return self
        return self if ran in ("", "none") else replace(self, standard={**self.standard, "sandbox": ran})


@dataclass(frozen=True)
class Regraded:
    """Once a class was graded again: when, why, and the automatic scores before and after, by exercise."""

    recorded: str
    reason: str
    before: Mapping[str, float | None]
    after: Mapping[str, float | None]


@dataclass(frozen=True)
class Held:
    """What the gradebook holds of one student: the record, if there is one, and what it would have to agree with.

    `scores` are the automatic scores as they are now, `missing` the grade cells without any score, `by_hand` those of
    them that wait for a person; `total` has the penalty taken off, and is None where a score is missing. `given` are
    the scores that a person gave, in whose place no automatic one counts, and `extra` what a person added.
    `penalty_now` is what the course's rule takes off the present score; None where that is not known.
    """

    student: str
    record: Record | None
    scores: Mapping[str, float | None]
    missing: tuple[str, ...]
    by_hand: tuple[str, ...]
    total: float | None
    late_s: float
    penalty: float
    due: str
    autograded: str | None
    feedback: bool
    released: bool = False
    given: Mapping[str, float] = field(default_factory=dict)
    extra: Mapping[str, float] = field(default_factory=dict)
    penalty_now: float | None = None
    regraded: tuple[Regraded, ...] = ()


def standard(assignment: Assignment, course_root: Path, seed: Seed, device: str | None = None) -> dict[str, str]:
    """Everything that submissions are graded with, by part. Raises UserError where it cannot be read.

    The limits that are not declared are constants of the grader; wheats play no part in grading.
    """
    checks = (path for path in assignment.checks_files() if path.parent.name != "wheats")
    code = (path for room in _DECIDE for path in (PACKAGE / room).rglob("*.py"))
    data = assignment.data_files()
    points = sorted((exercise.id, exercise.points, exercise.manual) for exercise in assignment.exercises)
    return {
        "points": _digest(points),
        "source": of_files({"": assignment.notebook_path.read_bytes(), **data}),
        "release": of_bytes(assignment.release_path.read_bytes()) if assignment.release_path.is_file() else "",
        "checks": _of_paths(checks, assignment.checks_dir),
        "grader": _of_paths(code, PACKAGE),
        "seed": seed.digest,
        "versions": _versions({*_PACKAGES, *assignment.declared_packages()}),
        "limits": _digest(sorted(assignment.declared_limits().items())),
        "sandbox": machine.sandbox(),
        "processor": machine.processor(),
        "device": device or "cpu",
        "lateness": _lateness(course_root, assignment),
    }


def stale(held: Held | None, submitted: Mapping[str, str] | None, now: Mapping[str, str]) -> tuple[str, ...]:
    """Why a submission is to be graded again; nothing where the record still holds. `now` is the `standard`."""
    record = held.record if held is not None else None
    if held is None or (record is None and not any(score is not None for score in held.scores.values())):
        return (NEW,)
    if record is None:
        return ("there is no record of how it was graded",)
    if not record.whole:
        return ("recording it was interrupted",)
    reasons = [text for part, text in _SUBMITTED.items() if (submitted or {}).get(part) != record.submitted.get(part)]
    changed = {part for part in _STANDARD if now.get(part) != record.standard.get(part)}
    reasons += differences(record.standard, now, [part for part in _STANDARD if not _explained(part, changed)])
    if record.due != held.due:
        reasons.append("the due date changed")
    elif (
        not reasons
        and held.late_s > 0
        and held.penalty_now is not None
        and abs(held.penalty_now - held.penalty) > _SAME_POINTS
    ):
        reasons.append(f"lateness takes {held.penalty_now:.4g} points of the present score, not {held.penalty:.4g}")
    if record.scores != held.scores:
        reasons.append("the gradebook holds other scores than were recorded")
    if held.autograded is None:
        reasons.append("autograded/ does not have it")
    elif held.autograded != record.autograded:
        reasons.append("autograded/ holds another notebook than was recorded")
    return tuple(reasons)


def differences(before: Mapping[str, str], now: Mapping[str, str], parts: Iterable[str]) -> list[str]:
    """In which of these parts two standards differ, in words."""
    different = [part for part in parts if before.get(part) != now.get(part)]
    return [
        _STANDARD[part] + (_told(before.get(part, ""), now.get(part, "")) if part in _TOLD else "")
        for part in different
    ]


def seconds_of(known: Mapping[str, Held], submissions: Iterable[Submission]) -> dict[str, float]:
    """How long these took when they were last graded, as far as it is known."""
    found = {}
    for submission in submissions:
        held = known.get(submission.student)
        if held is not None and held.record is not None:
            with contextlib.suppress(ValueError, TypeError, KeyError):
                found[submission.student] = float(json.loads(held.record.report)["seconds"])
    return found


def of_bytes(data: bytes) -> str:
    """The digest of one file's content."""
    return hashlib.sha256(data).hexdigest()


def of_files(files: Mapping[str, bytes]) -> str:
    """The digest of several files, names included."""
    return _digest(sorted((name, of_bytes(data)) for name, data in files.items()))


def of_file(path: Path) -> str | None:
    """The digest of a file on disk; None where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _explained(part: str, changed: set[str]) -> bool:
    while part in _MADE_FROM:
        part = _MADE_FROM[part]
        if part in changed:
            return True
    return False


def _of_paths(paths: Iterable[Path], root: Path) -> str:
    return of_files({path.relative_to(root).as_posix(): path.read_bytes() for path in paths})


def _told(before: str, now: str) -> str:
    """Both, without what they share."""
    parts = [text.split(", ") for text in (before, now)]
    shared = {*parts[0]} & {*parts[1]}
    old, new = (", ".join(part for part in side if part not in shared) or "none" for side in parts)
    return f": {old} → {new}"


def _versions(packages: Iterable[str]) -> str:
    # Read from the packages' metadata: importing torch takes seconds, and this process may not need it.
    found = {}
    for name in sorted(packages):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "missing"
    return ", ".join(f"{name} {version}" for name, version in {**found, "python": platform.python_version()}.items())


def _lateness(course_root: Path, assignment: Assignment) -> str:
    config = read_config(course_root if (course_root / CONFIG).is_file() else assignment.root)
    return _digest([(section, _settings(config.get(section, {}))) for section in _LATENESS])


def _settings(value: Any) -> Any:
    """A setting in a form that is the same from run to run: what is no plain value goes by its name."""
    if isinstance(value, Mapping):
        return sorted((str(key), _settings(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return [_settings(item) for item in value]
    return (
        value if isinstance(value, str | int | float | None) else getattr(value, "__qualname__", type(value).__name__)
    )


def _digest(value: object) -> str:
    return of_bytes(json.dumps(value, ensure_ascii=True).encode())
