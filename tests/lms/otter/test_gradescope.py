"""Gradescope's container, laid out in a temporary folder."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from containers import RIGHT, Gradescope, container, submission, sums
from small_course import SmallCourse, small_course

from autograder.engine.report import CheckResult, ExerciseResult, Report, Status
from autograder.errors import UserError
from autograder.lms.gradescope.__main__ import read_settings
from autograder.lms.gradescope.metadata import Metadata, read_metadata
from autograder.lms.gradescope.results import problems, refused, results

__all__ = ["container", "small_course", "sums"]  # the fixtures


def report(status: Status = Status.FAILED) -> Report:
    checks = (
        CheckResult("test_a", "Adds.", Status.PASSED, 1, None),
        CheckResult("test_b", "Adds all.", status, 1, "the last one is missing", "How many are there?"),
    )
    score = None if status is Status.ERROR else 1.0
    whole = Status.ERROR if status is Status.ERROR else Status.PARTIAL
    exercises = (
        ExerciseResult("total", score, 2, whole, checks),
        ExerciseResult("why", None, 3, Status.MANUAL, ()),
    )
    return Report("01_sums", exercises, "bubblewrap", 0, {"torch": "2"}, 1.5)


def test_an_entry_an_exercise_and_one_a_check() -> None:
    found = results(report(), ["Handed in late."], "visible", "hidden")

    assert problems(found) == []
    assert (found["score"], found["execution_time"]) == (1.0, 1.5)
    assert found["output"] == "Handed in late.\n3 points are given by a person."
    assert "leaderboard" not in found
    total, first, second = found["tests"]
    assert (total["name"], total["score"], total["max_score"], total["visibility"]) == ("total", 1.0, 2, "visible")
    assert "the last one is missing" in total["output"] and "How many are there?" in total["output"]
    assert [(test["number"], test["status"], test["visibility"]) for test in (first, second)] == [
        ("1.1", "passed", "hidden"),
        ("1.2", "failed", "hidden"),
    ]
    assert not any("score" in test for test in (first, second)), "their points are in the exercise's"


def test_fault_of_ours_is_no_result() -> None:
    with pytest.raises(ValueError, match="has no score"):
        results(report(Status.ERROR), [], "visible", "hidden")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"score": "1"}, "score"),
        ({"score": True}, "score"),
        ({"score": float("nan")}, "score"),
        ({"visibility": "everyone"}, "visibility"),
        ({"marks": 1}, "marks"),
        ({"tests": {}}, "tests"),
        ({"tests": [{"score": 1.0, "status": "error"}]}, "status"),
        ({"tests": [{"score": 1.0, "number": 1}]}, "number"),
        ({"tests": [{"score": 1.0, "tags": [1]}]}, "tags"),
        ({"tests": [[]]}, "tests[0]"),
        ({"output_format": "rtf"}, "output_format"),
    ],
)
def test_what_gradescope_would_not_understand_is_found(change: dict[str, Any], said: str) -> None:
    assert any(said in problem for problem in problems(refused("nothing", 3.0) | change))


def test_a_score_must_be_somewhere() -> None:
    assert problems({"tests": [{"name": "a"}]}) == ["score: missing, at the top and in every test"]
    assert problems({"tests": [{"score": 1.0}]}) == []
    assert problems([]) != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", Metadata()),
        ("[]", Metadata()),
        ('{"id": 7, "assignment": null, "previous_submissions": 3, "created_at": 5}', Metadata("7")),
        (
            '{"id": "x", "created_at": "2026-01-02T03:00:00.5-07:00", "previous_submissions": [{}, {}], '
            '"assignment": {"due_date": "2026-01-02T01:00:00.5-07:00"}}',
            Metadata("x", 7200.0, 2),
        ),
        ('{"created_at": "2026-01-02T03:00:00", "assignment": {"due_date": "2026-01-01T03:00:00Z"}}', Metadata()),
    ],
)
def test_metadata_may_say_anything_or_nothing(tmp_path: Path, text: str, expected: Metadata) -> None:
    path = tmp_path / "submission_metadata.json"
    assert read_metadata(path) == Metadata()

    path.write_text(text)

    assert read_metadata(path) == expected


def test_lateness_is_said_to_the_student() -> None:
    assert Metadata(late_seconds=7200).notes() == ["Handed in 2.0 hours after the due date."]
    assert Metadata(late_seconds=3 * 86400).notes() == ["Handed in 3.0 days after the due date."]
    assert Metadata().notes() == []


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"assignment": "01_sums", "feedback": "all"}',
        '{"assignment": "01_sums", "seconds": 0}',
        '{"assignment": "01_sums", "seconds": "soon"}',
    ],
)
def test_settings_that_cannot_be_used_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gradescope.json"
    path.write_text(text)

    with pytest.raises(UserError, match=r"gradescope\.json"):
        read_settings(path)


@pytest.mark.slow
def test_container_from_setup_to_results(container: Gradescope, sums: SmallCourse) -> None:
    assert container.setup.returncode == 0, container.setup.stderr
    assert "self-test passed: 01_sums" in container.setup.stdout
    right = nbformat.writes(submission(sums, **RIGHT))
    wrong = nbformat.writes(submission(sums, **RIGHT | {"total": "def total(x):\n    return x[0]"}))
    late = {"created_at": "2026-01-02T03:00:00Z", "assignment": {"due_date": "2026-01-02T02:00:00Z"}}

    for files, expected in (
        ({"sums.ipynb": wrong}, {"total": 0.0, "quiz": 1.5}),
        ({"my folder/sums.ipynb": right, "__MACOSX/sums.ipynb": "x"}, {"total": 2.0, "quiz": 1.5}),
        ({"Sums (1).ipynb": right}, {"total": 2.0, "quiz": 1.5}),
    ):
        done = container.grade(files, late)
        assert done.returncode == 0, done.stderr
        assert problems(container.results()) == []
        assert container.scores() == expected
    assert "1.0 hours after the due date" in container.results()["output"]
    assert "instead of sums.ipynb" in container.results()["output"]
    assert container.results()["extra_data"]["sandbox"] in ("bubblewrap", "landlock")


@pytest.mark.slow
def test_nothing_to_grade_is_said_at_once_and_a_fault_of_ours_is_no_zero(
    container: Gradescope, sums: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = nbformat.writes(submission(sums, **RIGHT))

    for files in ({}, {"sums.ipynb": "{"}, {"a.ipynb": right, "b.ipynb": right}):
        assert container.grade(files).returncode == 0
        found = container.results()
        assert problems(found) == []
        assert found["score"] == 0
        assert "ipynb" in found["output"]
        assert str(container.home) not in json.dumps(found)
        assert str(container.home.parents[1]) not in json.dumps(found)

    monkeypatch.setitem(container.environment, "AUTOGRADER_SANDBOX", "none")
    done = container.grade({"sums.ipynb": right})
    assert done.returncode != 0
    assert "AUTOGRADER_SANDBOX" in done.stderr
    assert not (container.home / "results" / "results.json").exists(), "not even the one before"
