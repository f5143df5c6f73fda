"""What grading one submission found: the value that the gradebook, the feedback and the class report are made from.

Reports are plain data. `to_json` and `from_json` are inverse to each other; the order of the keys and their meaning are
fixed by `SCHEMA`, so that other programs can read the files. Text that came from a student is kept as plain text here
and escaped by whoever renders it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from autograder.errors import UserError

SCHEMA = 1
LONGEST_MESSAGE = 2_000
# Scores are compared and added up: 0.1 + 0.2 must be 0.3 in a gradebook.
SCORE_DIGITS = 9
UNANSWERED = "This exercise has not been answered yet (it raises NotImplementedError)."
MISSING = "is not defined in your notebook"  # ends what is said of a name

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)")
# Control characters but tab and newline, and the marks that reverse the direction of the text that follows.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Characters without a width. Joiners (200c, 200d) belong to words of scripts that are written joined, and to pictures.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028\u2029\u2060-\u2065\u206a-\u206f"
    r"\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]|(?<![\u0600-\U0010ffff])[\u200c\u200d\ufe0f]"
)
_MARK = "\N{REPLACEMENT CHARACTER}"


class Status(StrEnum):
    """What became of a check, an exercise or a submission."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    ERROR = "error"  # a fault of ours: nothing is known about the answer, and no score is recorded
    MANUAL = "manual"  # waits for a person


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of one exercise; `status` is passed, failed or error."""

    id: str  # the name of the test function
    title: str  # the first line of its docstring
    status: Status
    weight: float
    message: str | None = None  # what went wrong, for the student
    hint: str | None = None  # what the check's author says to whoever fails it
    diagnosis: str | None = None  # what the chaff with the same answers does wrong, or what the check established

    def __post_init__(self) -> None:
        for name in ("message", "hint", "diagnosis"):
            object.__setattr__(self, name, plain(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """One exercise; `score` is None for the statuses manual and error, else between 0 and `points`."""

    id: str
    score: float | None
    points: float
    status: Status
    checks: tuple[CheckResult, ...]
    message: str | None = None  # about the exercise as a whole: "your cell was stopped after 30 s"

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", plain(self.message))


@dataclass(frozen=True, slots=True)
class Report:
    """One graded submission."""

    assignment: str
    exercises: tuple[ExerciseResult, ...]
    sandbox: str  # name of the sandbox tier the student's code ran in
    seed: int | None  # None: a secret one, which no report names
    versions: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    schema: int = SCHEMA
    message: str | None = None  # about the whole submission

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", plain(self.message))

    @property
    def score(self) -> float:
        """The points that are known so far."""
        return round(math.fsum(e.score for e in self.exercises if e.score is not None), SCORE_DIGITS)

    @property
    def max_score(self) -> float:
        """The points of all exercises, those graded by hand included."""
        return round(math.fsum(e.points for e in self.exercises), SCORE_DIGITS)

    @property
    def status(self) -> Status:
        """Error if any exercise could not be graded (or there is none), else by what the checks found."""
        statuses = {e.status for e in self.exercises}
        if Status.ERROR in statuses or not statuses:
            return Status.ERROR
        automatic = statuses - {Status.MANUAL}
        if not automatic:
            return Status.MANUAL
        if automatic == {Status.PASSED}:
            return Status.PASSED
        return Status.PARTIAL if self.score > 0 else Status.FAILED

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON types, in the documented order of keys."""
        return {
            "schema": self.schema,
            "assignment": self.assignment,
            "score": self.score,
            "max_score": self.max_score,
            "status": self.status.value,
            "sandbox": self.sandbox,
            "seconds": self.seconds,
            "exercises": [_exercise_to_dict(exercise) for exercise in self.exercises],
            "seed": self.seed,
            "versions": dict(sorted(self.versions.items())),
            "message": self.message,
        }

    def to_json(self) -> str:
        """The report as a JSON document that ends with a newline."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    @classmethod
    def from_dict(cls, data: object) -> Report:
        """Read what `to_dict` wrote; score, max_score and status are computed anew. Raises UserError otherwise."""
        if not isinstance(data, Mapping):
            raise UserError("this is not a report: it must be a JSON object with the key 'schema'")
        if data.get("schema") != SCHEMA:
            raise UserError(
                f"this report has schema {data.get('schema')!r}, and this version reads schema {SCHEMA}: "
                "grade the submission again, or use the version that wrote the report"
            )
        try:
            return cls(
                assignment=_text(data["assignment"]),
                exercises=tuple(_exercise_from_dict(exercise) for exercise in data["exercises"]),
                sandbox=_text(data["sandbox"]),
                seed=None if data.get("seed", 0) is None else int(data.get("seed", 0)),
                versions={_text(name): _text(version) for name, version in data.get("versions", {}).items()},
                seconds=_number(data["seconds"]),
                message=_optional_text(data.get("message")),
            )
        except KeyError as error:
            raise UserError(f"this report is damaged: the key {error} is missing; grade the submission again") from None
        except (TypeError, ValueError, AttributeError) as error:
            raise UserError(f"this report is damaged ({error}); grade the submission again") from None

    @classmethod
    def from_json(cls, text: str) -> Report:
        """Read what `to_json` wrote. Raises UserError for anything else."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise UserError(f"this report is not valid JSON ({error}); grade the submission again") from None
        return cls.from_dict(data)


@dataclass(frozen=True, slots=True)
class Graded:
    """One graded submission. `outputs[i]` are the outputs of cell i of the notebook, empty for grade cells; `waited` is
    for how many seconds its processes were waited for."""

    report: Report
    outputs: tuple[list[dict[str, Any]], ...]
    waited: float = 0.0


def exercise_score(points: float, checks: Iterable[CheckResult]) -> tuple[float | None, Status]:
    """The score and status of an exercise worth `points`: the passed share of its checks' weights.

    A check that did not run is never a pass: with a check in error, or without any check, the exercise is in error.
    """
    results = tuple(checks)
    total = math.fsum(check.weight for check in results)
    if total <= 0 or any(check.status is Status.ERROR for check in results):
        return None, Status.ERROR
    passed = [check for check in results if check.status is Status.PASSED]
    if len(passed) == len(results):
        return float(points), Status.PASSED
    if not passed:
        return 0.0, Status.FAILED
    return round(points * math.fsum(check.weight for check in passed) / total, SCORE_DIGITS), Status.PARTIAL


def plain(text: str | None) -> str | None:
    """A message as reports keep it: printable, and of bounded length."""
    if text is None:
        return None
    text = printable(text)
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


def printable(text: str) -> str:
    """Text without terminal codes and control characters (tab and newline stay), which UTF-8 can encode."""
    text = _UNPRINTABLE.sub("", _ANSI.sub("", text.replace("\r\n", "\n")))
    return text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be written to a file


def without_controls(html: str) -> str:
    """HTML without control characters, and with all else that is in it: what follows one may be markup, or end it."""
    return _UNPRINTABLE.sub("", html)


def one_line(text: str, longest: int = 200) -> str:
    """A name or a remark as one printable line of bounded length, for terminals, logs and tables.

    What cannot be seen is marked and not left out: "bob" and "bob" with a blank of no width would read alike, in a
    table of scores that another system imports too.
    """
    text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    text = printable(_UNSEEN.sub(_MARK, _UNPRINTABLE.sub(_MARK, _ANSI.sub(_MARK, text))))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _exercise_to_dict(exercise: ExerciseResult) -> dict[str, Any]:
    return {
        "id": exercise.id,
        "score": exercise.score,
        "points": exercise.points,
        "status": exercise.status.value,
        "checks": [
            {
                "id": check.id,
                "title": check.title,
                "status": check.status.value,
                "weight": check.weight,
                "message": check.message,
                "hint": check.hint,
                "diagnosis": check.diagnosis,
            }
            for check in exercise.checks
        ],
        "message": exercise.message,
    }


def _exercise_from_dict(data: Mapping[str, Any]) -> ExerciseResult:
    return ExerciseResult(
        id=_text(data["id"]),
        score=None if data["score"] is None else _number(data["score"]),
        points=_number(data["points"]),
        status=Status(data["status"]),
        checks=tuple(
            CheckResult(
                id=_text(check["id"]),
                title=_text(check["title"]),
                status=Status(check["status"]),
                weight=_number(check["weight"]),
                message=_optional_text(check["message"]),
                hint=_optional_text(check["hint"]),
                diagnosis=_optional_text(check["diagnosis"]),
            )
            for check in data["checks"]
        ),
        message=_optional_text(data.get("message")),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text was expected where {value!r} is")
    return value


def _optional_text(value: object) -> str | None:
    return None if value is None else _text(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError(f"a number was expected where {value!r} is")
    return value
