"""A report in the format of Gradescope's results.json, and what that format allows."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.engine.report import SCORE_DIGITS, CheckResult, ExerciseResult, Report, Status
from autograder.pages.feedback import render_exercise
from autograder.pages.rendering import count_points

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
_FORMATS = ("text", "html", "simple_format", "md", "ansi")
_NUMBER, _TEXT, _MAPPING = (int, float), str, Mapping
# Field → types, and for texts the values allowed, as Gradescope's autograder specification lists them.
_TOP: dict[str, tuple[Any, tuple[str, ...]]] = {
    "score": (_NUMBER, ()),
    "execution_time": (_NUMBER, ()),
    "output": (_TEXT, ()),
    "output_format": (_TEXT, _FORMATS),
    "test_output_format": (_TEXT, _FORMATS),
    "test_name_format": (_TEXT, _FORMATS),
    "visibility": (_TEXT, VISIBILITIES),
    "stdout_visibility": (_TEXT, VISIBILITIES),
    "extra_data": (_MAPPING, ()),
    "tests": (list, ()),
    "leaderboard": (list, ()),
}
_TEST: dict[str, tuple[Any, tuple[str, ...]]] = {
    "score": (_NUMBER, ()),
    "max_score": (_NUMBER, ()),
    "status": (_TEXT, ("passed", "failed")),
    "name": (_TEXT, ()),
    "name_format": (_TEXT, _FORMATS),
    "number": (_TEXT, ()),
    "output": (_TEXT, ()),
    "output_format": (_TEXT, _FORMATS),
    "tags": (list, ()),
    "visibility": (_TEXT, VISIBILITIES),
    "extra_data": (_MAPPING, ()),
}


def results(report: Report, notes: Sequence[str], feedback: str, checks: str) -> dict[str, Any]:
    """A graded submission as results.json: an entry an exercise, with its points, and below it one a check, without.

    `feedback` is who sees the exercises' entries, which hold what our feedback pages say; `checks` who sees the entries
    of single checks. Points that a person gives are in no entry: Gradescope adds them from its own rubric. Raises
    ValueError for a report with the status error, which has no score.
    """
    if report.status is Status.ERROR:
        raise ValueError(f"{report.assignment} could not be graded and has no score")
    tests: list[dict[str, Any]] = []
    graded = [result for result in report.exercises if result.status is not Status.MANUAL]
    for number, result in enumerate(graded, 1):
        tests.append(_exercise(str(number), result, feedback))
        tests += [_check(f"{number}.{below}", check, checks) for below, check in enumerate(result.checks, 1)]
    by_hand = math.fsum(result.points for result in report.exercises if result.status is Status.MANUAL)
    lines = [*notes, f"{count_points(by_hand)} are given by a person." if by_hand else ""]
    found = {
        "score": report.score,
        "execution_time": report.seconds,
        "output": "\n".join(line for line in lines if line),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {
            "schema": report.schema,
            "assignment": report.assignment,
            "sandbox": report.sandbox,
            "seed": report.seed,
            "versions": dict(report.versions),
        },
    }
    return {name: value for name, value in found.items() if value != ""}


def refused(message: str, max_score: float) -> dict[str, Any]:
    """results.json for a submission that holds nothing to grade: no points, and what to do about it."""
    return {
        "score": 0.0,
        "output": f"Nothing could be graded: {message}",
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": [{"name": "submission", "score": 0.0, "max_score": max_score, "status": "failed", "output": message}],
    }


def problems(found: object) -> list[str]:
    """What in a results.json is not as Gradescope's specification says; empty where all is well."""
    if not isinstance(found, Mapping):
        return ["results.json must be an object"]
    wrong = _wrong(found, _TOP, "")
    tests = found.get("tests", [])
    for index, test in enumerate(tests if isinstance(tests, list) else []):
        wrong += (
            _wrong(test, _TEST, f"tests[{index}].") if isinstance(test, Mapping) else [f"tests[{index}]: no object"]
        )
        tags = test.get("tags", []) if isinstance(test, Mapping) else []
        wrong += [f"tests[{index}].tags: {tag!r} is no text" for tag in tags if not isinstance(tag, str)]
    if "score" not in found and not any("score" in test for test in tests if isinstance(test, Mapping)):
        wrong.append("score: missing, at the top and in every test")
    return wrong


def _exercise(number: str, result: ExerciseResult, visibility: str) -> dict[str, Any]:
    assert result.score is not None
    return {
        "number": number,
        "name": result.id,
        "score": round(result.score, SCORE_DIGITS),
        "max_score": result.points,
        "status": "passed" if result.status is Status.PASSED else "failed",
        "output": render_exercise(result)[1],
        "visibility": visibility,
    }


def _check(number: str, check: CheckResult, visibility: str) -> dict[str, Any]:
    said = [check.message, check.diagnosis, check.hint]
    return {
        "number": number,
        "name": check.title,
        "status": "passed" if check.status is Status.PASSED else "failed",
        "output": "\n".join(text for text in said if text),
        "visibility": visibility,
        "tags": [check.id],
        "extra_data": {"weight": check.weight},
    }


def _wrong(found: Mapping[str, Any], allowed: dict[str, tuple[Any, tuple[str, ...]]], where: str) -> list[str]:
    wrong = []
    for name, value in found.items():
        if name not in allowed:
            wrong.append(f"{where}{name}: no such field")
            continue
        kinds, values = allowed[name]
        if isinstance(value, bool) or not isinstance(value, kinds):
            wrong.append(f"{where}{name}: {value!r} has the wrong type")
        elif isinstance(value, float) and not math.isfinite(value):
            wrong.append(f"{where}{name}: {value!r} is no number that JSON has")
        elif values and value not in values:
            wrong.append(f"{where}{name}: {value!r} is none of {', '.join(values)}")
    return wrong
