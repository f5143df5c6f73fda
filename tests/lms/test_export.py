"""The gradebook for other systems, from a gradebook that nbgrader's own interface filled."""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from small_course import NAME, SmallCourse, small_course

from autograder import course
from autograder.errors import UserError
from autograder.lms.archive import read_zip
from autograder.lms.export import FORMATS, Options, export
from autograder.lms.export import WORKSHEET as WORKSHEET_FORMAT
from autograder.lms.formats import points

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


@pytest.fixture
def worksheet(graded: SmallCourse, tmp_path: Path) -> Path:
    """Moodle's, with the students of `graded` and somebody whom nobody knows."""
    path = tmp_path / "worksheet.csv"
    path.write_text(WORKSHEET, encoding="utf-8", newline="")
    return path


WORKSHEET = (
    "\ufeffIdentifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    'Participant 5,Ada Lovelace,,A@x.org,Submitted,,5.50,Yes,"Saturday, 21 November 2026, 9:30 AM",-,"a, b"\r\n'
    "Participant 6,Bob_Brown,bob,,Submitted,3,5.50,Yes,-,-,\r\n"
    "Participant 7,Zoe,zoe,,No submission,,5.50,Yes,-,-,\r\n"
)


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
    ]


def test_moodle_identifies_students(graded: SmallCourse) -> None:
    assert rows(whatever_there_is(graded, "moodle")) == [
        ["Username", "ID number", "First name", "Last name", "Email address", "01_sums"],
        ["ada", "17", "'=Ada", "Lovelace, Lady", "a@x.org", "4.5"],
    ]


def test_moodle_finds_everybody_by_every_column_that_it_is_given(graded: SmallCourse) -> None:
    """Where a line's id is blank, Moodle's import gives its grade to the student of the line above."""
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        gradebook.find_grade("sums_why", "sums", NAME, "bob").manual_score = 2.0
        gradebook.db.commit()
    assert rows(export(graded.load(), graded.root, "moodle").path) == [
        ["Username", "First name", "Last name", "01_sums"],
        ["ada", "'=Ada", "Lovelace, Lady", "4.5"],
        ["bob", "", "", "4"],
    ]


@pytest.mark.parametrize("format", ["canvas", "moodle"])
def test_whoever_has_no_score_is_no_line_that_clears_one(graded: SmallCourse, format: str) -> None:
    """Canvas and Moodle take a blank for "no grade" and clear what they have."""
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        gradebook.add_student("zoe")
    table = rows(whatever_there_is(graded, format))
    assert all(cell for row in table for cell in row[-1:])
    assert not {"bob", "zoe"} & {cell for row in table for cell in row}


# What each system documents. Canvas, "How do I import grades in the Gradebook?": a student's name, one of the ids, the
# section, then the assignments; second line: points possible. Moodle, "Grade import": any columns, of which one
# says who it is. Moodle's assignment, offline grading worksheet: as it was downloaded, with another grade.
DOCUMENTED: dict[str, list[list[str]]] = {
    "canvas": [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01_sums"],
        ["    Points Possible", "", "", "", "", "5.5"],
    ],
    "moodle": [["Username", "ID number", "First name", "Last name", "Email address", "01_sums"]],
    "moodle-worksheet": [WORKSHEET.lstrip("\ufeff").partition("\r\n")[0].split(",")],
}


@pytest.mark.parametrize("format", DOCUMENTED)
def test_columns_are_those_that_the_system_documents(graded: SmallCourse, worksheet: Path, format: str) -> None:
    given = Options(worksheet=worksheet) if "-" in format else Options()
    path = export(graded.load(), graded.root, format, allow_incomplete=True, options=given).path

    assert rows(path)[: len(DOCUMENTED[format])] == DOCUMENTED[format]
    assert all(len(row) == len(DOCUMENTED[format][0]) for row in rows(path))


def test_moodles_worksheet_comes_back_with_grades_and_nothing_else_changed(
    graded: SmallCourse, worksheet: Path
) -> None:
    made = export(
        graded.load(), graded.root, WORKSHEET_FORMAT, allow_incomplete=True, options=Options(worksheet=worksheet)
    )

    filled = WORKSHEET.lstrip("\ufeff").replace("Submitted,,5.50", "Submitted,4.5,5.50", 1)
    assert made.path.read_bytes().decode() == filled  # bob's total is open: what Moodle had stays
    assert "left as they are in the worksheet: Zoe is not in the gradebook" in made.remarks


def test_a_maximum_that_differs_is_remarked_on(graded: SmallCourse, worksheet: Path) -> None:
    # Which of the two it says depends on Moodle's version.
    worksheet.write_text(worksheet.read_text().replace("5.50", "100.00").replace("Maximum Grade", "Maximum grade"))
    made = export(
        graded.load(), graded.root, WORKSHEET_FORMAT, allow_incomplete=True, options=Options(worksheet=worksheet)
    )
    assert "Moodle's maximum grade is 100.00 and here it is 5.5 points: nothing was scaled" in "".join(made.remarks)


def test_feedback_pages_go_to_moodle_in_its_own_folders(graded: SmallCourse, worksheet: Path) -> None:
    given = Options(worksheet=worksheet)
    with pytest.raises(UserError, match="nobody in the worksheet has a feedback page: run `autograder grade` first"):
        export(graded.load(), graded.root, "moodle-feedback", allow_incomplete=True, options=given)
    for student in ("ada", "bob"):
        page = graded.root / "feedback" / student / NAME / "sums.html"
        page.parent.mkdir(parents=True)
        page.write_text(student)

    made = export(graded.load(), graded.root, "moodle-feedback", allow_incomplete=True, options=given)

    assert made.path == graded.root / "reports/01_sums-moodle-feedback.zip"
    # mod/assign/feedback/file/importziplib.php splits at underscores: name, number, kind, plugin, file
    assert {name: content.decode() for name, content in read_zip(made.path).items()} == {
        "Ada Lovelace_5_assignfeedback_file_/sums.html": "ada",
        "Bob Brown_6_assignfeedback_file_/sums.html": "bob",
    }


def test_options_that_do_not_go_together(graded: SmallCourse, worksheet: Path) -> None:
    loaded = graded.load()
    for format, options, said in (
        (WORKSHEET_FORMAT, Options(), "name it with --worksheet FILE"),
        ("canvas", Options(worksheet=worksheet), "--worksheet belongs to"),
        ("canvas", Options(columns=("a", "b")), "--column was given 2 times, for 1 assignments"),
        (WORKSHEET_FORMAT, Options(worksheet=graded.source), "not a grading worksheet of Moodle's"),
    ):
        with pytest.raises(UserError, match=said):
            export(loaded, graded.root, format, allow_incomplete=True, options=options)
    with pytest.raises(UserError, match="name each assignment once"):
        export([loaded, loaded], graded.root, "csv", allow_incomplete=True)


def test_a_roster_gives_ids_and_names_who_handed_in_nothing(graded: SmallCourse) -> None:
    (graded.root / "roster.csv").write_text(
        "student,name,canvas_id,sis user id,login_id,section\n"
        "ada,,1001,S1,ada@uni,A\nbob,Bob Brown,1002,S2,,A\nzoe,Zoe Zed,1003,S3,,B\n"
    )
    (graded.root / "submitted" / "dan" / NAME).mkdir(parents=True)

    for zero in (False, True):
        options = Options(absent_is_zero=zero, columns=("Sums (12)",))
        made = export(graded.load(), graded.root, "canvas", allow_incomplete=True, options=options)
        assert rows(made.path) == [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Sums (12)"],
            ["    Points Possible", "", "", "", "", "5.5"],
            ["Lovelace, Lady, =Ada", "1001", "S1", "ada@uni", "A", "4.5"],
            *([["Zoe Zed", "1003", "S3", "zoe", "B", "0"]] if zero else []),
        ]
        assert f"{NAME}: 1 handed in nothing (zoe): {'0 points' if zero else 'no score is written'}" in "\n".join(
            made.remarks
        )
        assert "1 not graded (dan)" in made.remarks


def test_several_assignments_in_one_file(graded: SmallCourse) -> None:
    second = graded.root / "source" / "02_more"
    second.mkdir()
    (second / "more.ipynb").write_bytes(graded.source.read_bytes())
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        gradebook.add_assignment("02_more")
        gradebook.add_notebook("more", "02_more")
        for name, points in (("total_check", 2), ("quiz_check", 1.5), ("sums_why", 2)):
            gradebook.add_grade_cell(name, "more", "02_more", max_score=points, cell_type="code")
        gradebook.add_submission("02_more", "bob")
        for grade in gradebook.find_submission("02_more", "bob").notebooks[0].grades:
            grade.manual_score, grade.needs_manual_grade = 1 / 3, False
        gradebook.db.commit()
    both = [graded.load(), course.load(graded.root, "02_more")]

    with pytest.raises(UserError, match=r"01_sums, 02_more: 01_sums: 1 waiting for a person to grade \(bob\)"):
        export(both, graded.root, "canvas")
    made = export(both, graded.root, "canvas", allow_incomplete=True, options=Options(decimals=2))
    assert made.path == graded.root / "reports/01_sums+02_more-canvas.csv"
    assert [row[5:] for row in rows(made.path)] == [
        ["01_sums", "02_more"],
        ["5.5", "5.5"],
        ["4.5", ""],
        ["", "1"],
    ]
    assert "02_more: 1 handed in nothing (ada): no score is written (--missing-as-zero writes 0)" in made.remarks
    assert any(one.startswith("2 have a blank in one of the columns (ada, bob)") for one in made.remarks)
    head, _, bob = rows(export(both, graded.root, "csv", allow_incomplete=True).path)
    assert head.count("01_sums/score") == head.count("02_more/score") == head.count("02_more/total") == 1
    assert dict(zip(head, bob, strict=True))["02_more/total"] == "0.3333"


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (None, 2, ""),
        (0.0, 2, "0"),
        (-0.0, 2, "0"),
        (2.5, 0, "3"),  # half up, as people do, and not to the even neighbour
        (2.675, 2, "2.68"),  # as it is written, not as the machine holds it
        (0.1 + 0.2, 4, "0.3"),
        (100.0, 2, "100"),
        (1234567.5, 1, "1234567.5"),
        (19.99996, 4, "20"),
    ],
)
def test_rounding(number: float | None, decimals: int, text: str) -> None:
    assert points(number, decimals) == text


def test_lateness_is_taken_off_and_never_below_zero(graded: SmallCourse) -> None:
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        gradebook.find_grade("sums_why", "sums", NAME, "bob").manual_score = 1.0
        for student, penalty in (("ada", 1.0), ("bob", 9.0)):
            for notebook in gradebook.find_submission(NAME, student).notebooks:
                notebook.late_submission_penalty = penalty
        gradebook.db.commit()

    table = rows(export(graded.load(), graded.root, "canvas").path)

    assert [row[-1] for row in table[2:]] == ["3.5", "0"]


def test_what_is_missing_is_no_zero(graded: SmallCourse, worksheet: Path) -> None:
    """nbgrader leaves a row of empty grades where autograding failed, and counts it as 0."""
    (graded.root / "submitted" / "dan" / NAME).mkdir(parents=True)
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        gradebook.add_student("cyd")
        gradebook.add_submission(NAME, "cyd")
        for grade in gradebook.find_submission(NAME, "cyd").notebooks[0].grades:
            grade.needs_manual_grade = False
        gradebook.db.commit()

    for format in FORMATS:
        options = Options(worksheet=worksheet) if "-" in format else Options()
        with pytest.raises(UserError) as refused:
            export(graded.load(), graded.root, format, options=options)
        assert "2 not graded (cyd, dan); 1 waiting for a person to grade (bob)" in str(refused.value)
        if "-" in format:
            continue
        made = export(graded.load(), graded.root, format, allow_incomplete=True)
        assert made.remarks == ("2 not graded (cyd, dan)", "1 waiting for a person to grade (bob)")
        head, *body = rows(made.path)
        column = head.index("score") if "score" in head else -1
        found = {student: row[column] for row in body for student in ("ada", "bob", "cyd") if student in row}
        blank = {"bob": "", "cyd": ""} if format == "csv" else {}
        assert found | {"ada": None} == {"ada": None} | blank


def test_ids_are_no_formulas(graded: SmallCourse) -> None:
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        for student in ("=1+1", "../../up"):
            gradebook.add_student(student)
            gradebook.add_submission(NAME, student)
            for grade in gradebook.find_submission(NAME, student).notebooks[0].grades:
                grade.manual_score = 1.0
        gradebook.db.commit()

    for format in ("csv", "canvas", "moodle"):
        assert not any(cell.startswith("=") for row in rows(whatever_there_is(graded, format)) for cell in row)


def test_without_a_gradebook_it_says_what_to_do(small_course: SmallCourse) -> None:
    for format in FORMATS:
        options = Options(worksheet=Path("w.csv")) if "-" in format else Options()
        with pytest.raises(UserError, match=r"no gradebook yet: run `autograder grade 01_sums` first"):
            export(small_course.load(), small_course.root, format, options=options)


def test_bad_requests_are_explained(graded: SmallCourse) -> None:
    with pytest.raises(UserError, match="'pdf' is not a format: choose one of csv, canvas, moodle, moodle-worksheet"):
        export(graded.load(), graded.root, "pdf")
    with pytest.raises(UserError, match="cannot write it"):
        export(graded.load(), graded.root, "csv", graded.root, allow_incomplete=True)
