"""The gradebook for other systems, from a gradebook that nbgrader's own interface filled."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from small_course import NAME, SmallCourse, small_course

from autograder.errors import UserError
from autograder.files import file_name
from autograder.lms.export import FORMATS, export

__all__ = ["small_course"]  # the fixture

# nbgrader's own: it reads a submission's notebooks while it makes them.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture
def graded(small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch) -> SmallCourse:
    """Two students: ada has everything, bob waits for a person."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")  # for alembic
    with Gradebook(f"sqlite:///{small_course.root}/gradebook.db") as gradebook:
        gradebook.add_assignment(NAME)
        gradebook.add_notebook("sums", NAME)
        for name, points, kind in (
            ("total_check", 2, "code"),
            ("quiz_check", 1.5, "code"),
            ("sums_why", 2, "markdown"),
        ):
            gradebook.add_grade_cell(name, "sums", NAME, max_score=points, cell_type=kind)
        gradebook.add_solution_cell("sums_why", "sums", NAME)
        gradebook.add_student("bob")
        gradebook.add_student("ada", first_name="=Ada", last_name="Lovelace, Lady", email="a@x.org", lms_user_id="17")
        for student, quiz, manual in (("bob", 0.0, None), ("ada", 1.5, 1.0)):
            gradebook.add_submission(NAME, student)
            for name, score in (("total_check", 2.0), ("quiz_check", quiz)):
                grade = gradebook.find_grade(name, "sums", NAME, student)
                grade.auto_score, grade.needs_manual_grade = score, False
            grade = gradebook.find_grade("sums_why", "sums", NAME, student)
            grade.manual_score, grade.needs_manual_grade = manual, manual is None
        gradebook.db.commit()
    return small_course


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def whatever_there_is(course: SmallCourse, format: str, out: Path | None = None) -> Path:
    return export(course.load(), course.root, format, out, allow_incomplete=True).path


def test_csv_has_a_column_an_exercise(graded: SmallCourse) -> None:
    path = whatever_there_is(graded, "csv")

    assert path == graded.root / "reports/01_sums-csv.csv"
    head, *body = rows(path)
    assert head[:7] == ["student", "last_name", "first_name", "email", "total", "quiz", "sums_why"]
    assert head[7:] == ["late_penalty", "score", "max_score", "needs_manual_grade"]
    assert body == [
        ["ada", "Lovelace, Lady", "'=Ada", "a@x.org", "2", "1.5", "1", "0", "4.5", "5.5", "false"],
        ["bob", "", "", "", "2", "0", "", "0", "", "5.5", "true"],
    ]


def test_canvas_names_the_points_possible(graded: SmallCourse) -> None:
    assert rows(whatever_there_is(graded, "canvas")) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01_sums"],
        ["    Points Possible", "", "", "", "", "5.5"],
        ["Lovelace, Lady, =Ada", "17", "", "ada", "", "4.5"],
        ["bob", "", "", "bob", "", ""],
    ]


def test_moodle_identifies_students(graded: SmallCourse) -> None:
    assert rows(whatever_there_is(graded, "moodle")) == [
        ["Username", "ID number", "First name", "Last name", "Email address", "01_sums"],
        ["ada", "17", "'=Ada", "Lovelace, Lady", "a@x.org", "4.5"],
        ["bob", "", "", "", "", ""],
    ]


def test_gradescope_gets_a_result_for_each_student_who_has_one(graded: SmallCourse, tmp_path: Path) -> None:
    folder = whatever_there_is(graded, "gradescope", tmp_path / "out")

    ada = json.loads((folder / "ada" / "results.json").read_text())

    assert ada["score"] == 4.5
    assert {test["name"]: (test["score"], test["max_score"]) for test in ada["tests"]} == {
        "total": (2.0, 2.0),
        "quiz": (1.5, 1.5),
        "sums_why": (1.0, 2.0),
    }
    assert not (folder / "bob").exists()  # Gradescope would add up the part that there is


def test_lateness_is_taken_off_and_never_below_zero(graded: SmallCourse) -> None:
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        gradebook.find_grade("sums_why", "sums", NAME, "bob").manual_score = 1.0
        for student, penalty in (("ada", 1.0), ("bob", 9.0)):
            for notebook in gradebook.find_submission(NAME, student).notebooks:
                notebook.late_submission_penalty = penalty
        gradebook.db.commit()

    table = rows(export(graded.load(), graded.root, "canvas").path)

    assert [row[-1] for row in table[2:]] == ["3.5", "0"]


def test_what_is_missing_is_no_zero(graded: SmallCourse) -> None:
    """nbgrader leaves a row of empty grades where autograding failed, and counts it as 0."""
    (graded.root / "submitted" / "dan" / NAME).mkdir(parents=True)
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        gradebook.add_student("cyd")
        gradebook.add_submission(NAME, "cyd")
        for grade in gradebook.find_submission(NAME, "cyd").notebooks[0].grades:
            grade.needs_manual_grade = False
        gradebook.db.commit()

    for format in FORMATS:
        with pytest.raises(UserError) as refused:
            export(graded.load(), graded.root, format)
        assert "2 not graded (cyd, dan); 1 waiting for a person to grade (bob)" in str(refused.value)
        made = export(graded.load(), graded.root, format, allow_incomplete=True)
        assert made.remarks == ("2 not graded (cyd, dan)", "1 waiting for a person to grade (bob)")
        if made.path.is_dir():
            assert [path.name for path in made.path.iterdir()] == ["ada"]
            continue
        head, *body = rows(made.path)
        column = head.index("score") if "score" in head else -1
        found = {student: row[column] for row in body for student in ("ada", "bob", "cyd") if student in row}
        assert found | {"ada": None} == {"ada": None, "bob": "", "cyd": ""}


def test_ids_are_no_formulas_and_no_paths(graded: SmallCourse, tmp_path: Path) -> None:
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        for student in ("=1+1", "../../up"):
            gradebook.add_student(student)
            gradebook.add_submission(NAME, student)
            for grade in gradebook.find_submission(NAME, student).notebooks[0].grades:
                grade.manual_score = 1.0
        gradebook.db.commit()

    for format in ("csv", "canvas", "moodle"):
        assert not any(cell.startswith("=") for row in rows(whatever_there_is(graded, format)) for cell in row)
    whatever_there_is(graded, "gradescope", tmp_path / "below" / "out")
    written = {path.relative_to(tmp_path / "below" / "out") for path in tmp_path.rglob("results.json")}
    assert written == {Path(file_name(name), "results.json") for name in ("ada", "=1+1", "../../up")}


def test_without_a_gradebook_it_says_what_to_do(small_course: SmallCourse) -> None:
    for format in FORMATS:
        with pytest.raises(UserError, match=r"no gradebook yet: run `autograder grade 01_sums` first"):
            export(small_course.load(), small_course.root, format)


def test_bad_requests_are_explained(graded: SmallCourse) -> None:
    with pytest.raises(UserError, match="'pdf' is not a format: choose one of csv, canvas, moodle, gradescope"):
        export(graded.load(), graded.root, "pdf")
    with pytest.raises(UserError, match="cannot write it"):
        export(graded.load(), graded.root, "csv", graded.root, allow_incomplete=True)
