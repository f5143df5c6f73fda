"""Reports: scores, statuses, the file format, and text that a terminal or a file could choke on."""

import json

import pytest

from autograder.engine.report import CheckResult, ExerciseResult, Report, Status, exercise_score
from autograder.errors import UserError

PASSED, PARTIAL, FAILED, ERROR, MANUAL = Status.PASSED, Status.PARTIAL, Status.FAILED, Status.ERROR, Status.MANUAL


def checked(status, weight=1.0, **texts):
    return CheckResult("test_it", "It works.", status, weight, **texts)


def exercise(status, score, points=2.0, checks=(), message=None, name="linear"):
    return ExerciseResult(name, score, points, status, tuple(checks), message)


def report(*exercises, **fields):
    return Report("01_tensors", exercises, "bubblewrap", 17, {"torch": "2.13.0", "numpy": "2.4"}, 1.25, **fields)


@pytest.mark.parametrize(
    ("points", "checks", "expected"),
    [
        (2, [(PASSED, 1), (PASSED, 3)], (2.0, PASSED)),
        (2, [(FAILED, 1), (FAILED, 3)], (0.0, FAILED)),
        (2, [(PASSED, 1), (FAILED, 3)], (0.5, PARTIAL)),
        (1, [(PASSED, 1), (FAILED, 2)], (0.333333333, PARTIAL)),
        (1, [(PASSED, 0.1), (PASSED, 0.2), (FAILED, 0.7)], (0.3, PARTIAL)),
        (2, [(PASSED, 1), (ERROR, 1)], (None, ERROR)),
        (2, [(FAILED, 1), (ERROR, 1)], (None, ERROR)),
        (2, [], (None, ERROR)),
    ],
)
def test_an_exercise_scores_the_passed_share_of_its_weights(points, checks, expected):
    assert exercise_score(points, [checked(*each) for each in checks]) == expected


def test_full_marks_are_exact_whatever_the_weights():
    score, status = exercise_score(3, [checked(PASSED, 0.1) for _ in range(7)])
    assert (score, status) == (3, PASSED)


def test_a_report_adds_up_what_is_known():
    total = report(exercise(PARTIAL, 0.1), exercise(PARTIAL, 0.2), exercise(MANUAL, None, 4.0))
    assert (total.score, total.max_score) == (0.3, 8.0)


@pytest.mark.parametrize(
    ("exercises", "status"),
    [
        ([exercise(PASSED, 2.0), exercise(MANUAL, None)], PASSED),
        ([exercise(PASSED, 2.0), exercise(FAILED, 0.0)], PARTIAL),
        ([exercise(PARTIAL, 1.0)], PARTIAL),
        ([exercise(FAILED, 0.0), exercise(MANUAL, None)], FAILED),
        ([exercise(PASSED, 2.0), exercise(ERROR, None)], ERROR),
        ([exercise(FAILED, 0.0), exercise(ERROR, None)], ERROR),
        ([exercise(MANUAL, None)], MANUAL),
        ([], ERROR),
    ],
)
def test_the_status_of_a_report(exercises, status):
    assert report(*exercises).status is status


FULL = report(
    exercise(
        PARTIAL, 0.5, checks=[checked(PASSED), checked(FAILED, 3.0, message="it is 0", hint="why?", diagnosis="é→✓")]
    ),
    exercise(ERROR, None, message="no worker"),
    exercise(MANUAL, None, name="rounding_why"),
    message="cell 4 was put back",
)


def test_json_and_back_is_the_same_report():
    assert Report.from_json(FULL.to_json()) == FULL
    assert Report.from_dict(json.loads(FULL.to_json())).to_json() == FULL.to_json()


def test_the_documented_keys_come_in_the_documented_order():
    data = json.loads(FULL.to_json())
    documented = ["schema", "assignment", "score", "max_score", "status", "sandbox", "seconds", "exercises"]
    assert list(data)[:8] == documented
    assert list(data["exercises"][0])[:5] == ["id", "score", "points", "status", "checks"]
    assert list(data["exercises"][0]["checks"][0]) == [
        "id",
        "title",
        "status",
        "weight",
        "message",
        "hint",
        "diagnosis",
    ]
    assert data["exercises"][1]["score"] is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.update(schema=2),
        lambda data: data.pop("schema"),
        lambda data: data.pop("exercises"),
        lambda data: data.update(exercises=3),
        lambda data: data["exercises"][0].update(status="great"),
        lambda data: data["exercises"][0].update(score="2"),
        lambda data: data["exercises"][0].update(score=float("nan")),
        lambda data: data["exercises"][0].update(points=True),
        lambda data: data["exercises"][0]["checks"][0].pop("weight"),
        lambda data: data["exercises"][0]["checks"][0].update(message=7),
        lambda data: data.update(versions=[]),
    ],
)
def test_a_report_that_is_none_is_refused(damage):
    data = FULL.to_dict()
    damage(data)
    with pytest.raises(UserError):
        Report.from_dict(data)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "3", "[" * 100_000], ids=["empty", "cut", "list", "null", "number", "deep"]
)
def test_text_that_is_no_report_is_refused(text):
    with pytest.raises(UserError):
        Report.from_json(text)


def test_messages_are_bounded_and_printable():
    hostile = "\x1b[31mred\x1b[0m \x1b]0;title\x07 a\x00b\x08 \u202eevil \ud800 keep\tthis\nand this"
    message = checked(FAILED, message=hostile).message
    assert message == "red  ab evil ? keep\tthis\nand this"
    assert len(checked(FAILED, hint="x" * 5000).hint) == 2000
    assert len(exercise(FAILED, 0.0, message="x" * 5000).message) == 2000
    report(exercise(FAILED, 0.0, checks=[checked(FAILED, message=hostile)]), message=hostile).to_json().encode("utf-8")


def test_a_score_that_is_no_number_cannot_be_written():
    with pytest.raises(ValueError):
        report(exercise(PARTIAL, float("nan"))).to_json()
