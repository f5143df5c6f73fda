"""`grade`: many submissions, good and bad, into reports, gradebook and feedback; with the engine of miniature.py."""

import io
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest
from miniature import NAME, NoEngine, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from rich.console import Console

from autograder.classroom.executor import grade_all
from autograder.classroom.grade import grade
from autograder.classroom.summary import Summary
from autograder.course import Assignment
from autograder.engine.report import Report, Status
from autograder.errors import GradingError, UserError
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.converters import AutogradeConverter


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    grade_in_process(monkeypatch)
    return make_course(tmp_path / "course")


@pytest.fixture
def workers(assignment: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real worker processes, for tests about them."""
    monkeypatch.setattr("autograder.classroom.grade.grade_all", grade_all)


def run(assignment: Assignment, **options: object) -> Summary:
    defaults = {"make_grader": WordEngine, "feedback": False, "progress": False}
    return grade(assignment, assignment.root, Books, **(defaults | options))


def gradebook(assignment: Assignment) -> Gradebook:
    return Gradebook(f"sqlite:///{assignment.root}/gradebook.db")


def scores(assignment: Assignment) -> dict[str, float]:
    with gradebook(assignment) as book:
        return {submission.student_id: submission.score for submission in book.assignment_submissions(NAME)}


def entry(summary: Summary, student: str):
    return next(entry for entry in summary.entries if entry.student == student)


def test_a_class_is_graded_and_recorded(workers, assignment):
    submit(assignment, "ada", answered(assignment))
    submit(assignment, "bob", answered(assignment, double="HALF", triple=None))
    submit(assignment, "cyd", assignment.read_release())

    summary = run(assignment, jobs=2, feedback=True)

    assert summary.ok
    assert {e.student: e.score for e in summary.entries} == {"ada": 4.0, "bob": 1.5, "cyd": 0.0}
    assert [e.status for e in summary.entries] == [Status.PASSED, Status.PARTIAL, Status.FAILED]
    assert scores(assignment) == {"ada": 4.0, "bob": 1.5, "cyd": 0.0}
    for student in ("ada", "bob", "cyd"):
        report = Report.from_json((assignment.root / "reports" / NAME / f"{student}.json").read_text())
        assert report.score == entry(summary, student).score
        assert (assignment.root / "autograded" / student / NAME / "mini.ipynb").is_file()
        assert "double check 0" in (assignment.root / "feedback" / student / NAME / "mini.html").read_text()
    assert not list(assignment.root.glob(".cache/staging*"))
    assert json.loads(json.dumps(summary.to_dict()))["scores"] == {"ada": 4.0, "bob": 1.5, "cyd": 0.0}


def test_what_is_recorded_in_one_pass_is_what_nbgrader_s_two_record(tmp_path, monkeypatch):
    """Where nothing is left to sanitize, the first of them is left out."""
    grade_in_process(monkeypatch)
    found = []
    for name, converter in (("one", AutogradeConverter), ("two", Autograde)):
        monkeypatch.setattr(AutogradeConverter, "convert_single_notebook", converter.convert_single_notebook)
        course = make_course(tmp_path / name)
        submit(course, "ada", answered(course))
        submit(course, "bob", answered(course, double="HALF", triple=None))
        submit(course, "cyd", course.read_release())
        assert run(course).ok
        notebooks = {path.parts[-3]: path.read_bytes() for path in (course.root / "autograded").glob("*/*/*.ipynb")}
        with gradebook(course) as book:
            rows = [
                (submission.student_id, cell.name, cell.auto_score, cell.manual_score, cell.needs_manual_grade)
                for submission in book.assignment_submissions(NAME)
                for cell in submission.notebooks[0].grades
            ]
            said = [
                (submission.student_id, comment.name, comment.auto_comment)
                for submission in book.assignment_submissions(NAME)
                for comment in submission.notebooks[0].comments
            ]
        found.append((notebooks, sorted(rows), sorted(said)))
    assert len(found[0][0]) == 3
    assert found[0] == found[1]


def test_the_release_is_not_rewritten(assignment):
    submit(assignment, "ada", answered(assignment))
    before = assignment.release_path.stat().st_mtime_ns, assignment.release_path.read_bytes()
    run(assignment)
    assert (assignment.release_path.stat().st_mtime_ns, assignment.release_path.read_bytes()) == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ('{"cells": [', "cut off"),
        ("%PDF-1.4", "PDF"),
        ('{"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}', "format 5"),
        ('{"a": 1}', "not a notebook"),
        (None, "no notebook"),
    ],
)
def test_an_unreadable_notebook_gets_no_score_and_harms_no_one(assignment, content, reason):
    submit(assignment, "ada", answered(assignment))
    submit(assignment, "bob", content)

    summary = run(assignment)

    assert not summary.ok
    assert entry(summary, "bob").status is Status.ERROR
    assert entry(summary, "bob").score is None
    assert reason in entry(summary, "bob").note
    assert "Traceback" not in entry(summary, "bob").note
    assert scores(assignment) == {"ada": 4.0}
    report = Report.from_json((assignment.root / "reports" / NAME / "bob.json").read_text())
    assert report.status is Status.ERROR
    assert reason in report.message


def test_a_link_in_place_of_a_notebook_is_not_followed(assignment, tmp_path):
    secret = tmp_path / "solution.ipynb"
    nbformat.write(answered(assignment), secret)
    folder = submit(assignment, "eve", None)
    (folder / "mini.ipynb").symlink_to(secret)
    (folder / "passwd").symlink_to("/etc/passwd")

    summary = run(assignment)

    assert entry(summary, "eve").status is Status.ERROR
    assert "link" in entry(summary, "eve").note


def test_a_link_beside_the_notebook_is_refused_by_name(assignment):
    folder = submit(assignment, "eve", answered(assignment))
    (folder / "passwd").symlink_to("/etc/passwd")
    submit(assignment, "ada", answered(assignment))
    summary = run(assignment)
    assert entry(summary, "eve").score is None
    assert "passwd: is a link" in entry(summary, "eve").note
    assert entry(summary, "ada").score == 4.0
    assert not (assignment.root / "autograded" / "eve").exists()


def test_an_empty_notebook_scores_zero(assignment):
    submit(assignment, "ada", nbformat.v4.new_notebook())
    summary = run(assignment)
    assert entry(summary, "ada").status is Status.FAILED
    assert "empty" in entry(summary, "ada").note
    assert scores(assignment) == {"ada": 0.0}


def test_a_renamed_notebook_is_graded_and_said_so(assignment):
    submit(assignment, "ada", answered(assignment), name="mini (1).ipynb")
    summary = run(assignment)
    assert entry(summary, "ada").score == 4.0
    assert "mini (1).ipynb" in entry(summary, "ada").note
    assert not (assignment.root / "submitted" / "ada" / NAME / "mini.ipynb").exists()


def test_two_notebooks_of_other_names_are_not_guessed_between(assignment):
    submit(assignment, "ada", answered(assignment), name="a.ipynb")
    submit(assignment, "ada", answered(assignment), name="b.ipynb")
    summary = run(assignment)
    assert entry(summary, "ada").status is Status.ERROR
    assert "a.ipynb, b.ipynb" in entry(summary, "ada").note


def test_cells_deleted_duplicated_and_stripped(assignment):
    deleted = answered(assignment)
    deleted.cells = [cell for cell in deleted.cells if cell.id not in ("double_check", "setup", "double_why")]
    duplicated = answered(assignment)
    duplicated.cells += [nbformat.from_dict(dict(cell, id=f"{cell.id}-copy")) for cell in duplicated.cells]
    stripped = answered(assignment)
    for n, cell in enumerate(stripped.cells):
        cell.metadata, cell.id = nbformat.from_dict({}), f"colab-{n}"
    for student, notebook in (("del", deleted), ("dup", duplicated), ("str", stripped)):
        submit(assignment, student, notebook)

    summary = run(assignment)

    assert {e.student: e.score for e in summary.entries} == {"del": 4.0, "dup": 4.0, "str": 4.0}
    assert scores(assignment) == {"del": 4.0, "dup": 4.0, "str": 4.0}
    assert "double_check was missing" in entry(summary, "del").note
    assert "2 times" in entry(summary, "dup").note
    assert "recognised by their content" in entry(summary, "str").note


def test_a_fault_of_ours_is_no_score_and_keeps_the_one_before(assignment):
    submit(assignment, "ada", answered(assignment))
    run(assignment)
    autograded = assignment.root / "autograded" / "ada" / NAME / "mini.ipynb"
    before = autograded.read_bytes()
    submit(assignment, "ada", answered(assignment, double="FAULT"))

    summary = run(assignment)

    assert not summary.ok
    assert entry(summary, "ada").score is None
    assert "a check of ours failed" in entry(summary, "ada").note
    assert scores(assignment) == {"ada": 4.0}
    assert autograded.read_bytes() == before


@pytest.mark.parametrize(("word", "said"), [("DEAD", "died"), ("BROKEN", "sandbox would not start")])
def test_an_engine_that_fails_twice_is_an_error_and_the_others_are_graded(workers, assignment, word, said):
    for student in ("ada", "cyd", "dan"):
        submit(assignment, student, answered(assignment))
    submit(assignment, "bob", answered(assignment, triple=word))
    summary = run(assignment, jobs=2)
    assert {e.student: e.score for e in summary.entries} == {"ada": 4.0, "bob": None, "cyd": 4.0, "dan": 4.0}
    assert said in entry(summary, "bob").note
    assert "bob" not in scores(assignment)


def test_a_class_may_lie_in_another_folder_than_the_course(assignment, tmp_path):
    submit(assignment, "ada", answered(assignment))
    (tmp_path / "class").mkdir()
    (assignment.root / "submitted").rename(tmp_path / "class" / "submitted")
    summary = grade(assignment, tmp_path / "class", Books, progress=False, make_grader=WordEngine)
    assert summary.to_dict()["scores"]["ada"] == 4.0


def test_a_process_that_dies_once_is_tried_again(workers, assignment, tmp_path):
    submit(assignment, "ada", answered(assignment, double=f"DEAD_ONCE:{tmp_path}/mark"))
    assert run(assignment).ok
    assert scores(assignment) == {"ada": 4.0}


def test_resume_grades_only_what_is_new_changed_or_failed(assignment, tmp_path):
    submit(assignment, "ada", answered(assignment))
    submit(assignment, "bob", answered(assignment))
    submit(assignment, "cyd", answered(assignment, triple="FAULT"))
    run(assignment)
    submit(assignment, "bob", answered(assignment, double="HALF"))
    submit(assignment, "dan", answered(assignment))

    summary = run(assignment)

    assert {e.student: e.resumed for e in summary.entries} == {"ada": True, "bob": False, "cyd": False, "dan": False}
    assert {e.student: e.score for e in summary.entries} == {"ada": 4.0, "bob": 2.5, "cyd": None, "dan": 4.0}


def test_resume_writes_the_feedback_that_is_missing(assignment):
    submit(assignment, "ada", answered(assignment))
    run(assignment, feedback=False)
    summary = run(assignment, feedback=True)
    assert entry(summary, "ada").resumed
    assert (assignment.root / "feedback" / "ada" / NAME / "mini.html").is_file()


def test_a_manual_score_survives_a_regrade(assignment):
    submit(assignment, "ada", answered(assignment, why="I thought about it."))
    run(assignment)
    with gradebook(assignment) as book:
        grade_ = book.find_grade("double_why", "mini", NAME, "ada")
        assert grade_.needs_manual_grade
        grade_.manual_score = 1.5
        book.db.commit()
    assert scores(assignment) == {"ada": 5.5}

    submit(assignment, "ada", answered(assignment, double="HALF", why="I thought about it."))
    run(assignment)

    assert scores(assignment) == {"ada": 4.0}


def test_late_submissions_are_told_and_penalised_by_nbgrader(assignment):
    submit(assignment, "bob", answered(assignment))
    folder = submit(assignment, "ada", answered(assignment))
    (folder / "timestamp.txt").write_text("2026-11-03 12:00:00 UTC")
    with gradebook(assignment) as book:
        book.add_assignment(NAME, duedate="2026-11-01 10:00:00 UTC")
    with (assignment.root / "nbgrader_config.py").open("a") as config:
        config.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")

    summary = run(assignment)

    assert entry(summary, "ada").note == "2 d 2 h late, 4 points off"
    assert entry(summary, "bob").note == ""


def test_a_timestamp_that_is_no_date(assignment):
    (submit(assignment, "ada", answered(assignment)) / "timestamp.txt").write_text("yesterday-ish")
    summary = run(assignment)
    assert entry(summary, "ada").status is Status.ERROR
    assert "timestamp.txt" in entry(summary, "ada").note


def test_a_changed_wording_reaches_the_gradebook(assignment):
    submit(assignment, "ada", answered(assignment))
    run(assignment)
    from autograder.course.build import build

    source = assignment.read_source()
    source.cells[3].source += "  # spoken better"
    nbformat.write(source, assignment.notebook_path)
    build(assignment)

    assert run(assignment).ok
    graded = nbformat.read(assignment.root / "autograded" / "ada" / NAME / "mini.ipynb", as_version=4)
    assert any("spoken better" in cell.source for cell in graded.cells)


def test_nothing_submitted_is_a_user_error(assignment):
    with pytest.raises(UserError, match="no such folder"):
        run(assignment)
    (assignment.root / "submitted" / "ada").mkdir(parents=True)
    with pytest.raises(UserError, match="nobody has handed in"):
        run(assignment)


def test_no_jobs_is_a_user_error(assignment):
    with pytest.raises(UserError, match="at least one"):
        run(assignment, jobs=0)


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_unwritable_folders_are_a_user_error(assignment):
    submit(assignment, "ada", answered(assignment))
    assignment.root.chmod(0o555)
    try:
        with pytest.raises(UserError, match="cannot be"):
            run(assignment)
    finally:
        assignment.root.chmod(0o755)


def test_a_file_in_place_of_a_folder_is_a_user_error(assignment):
    submit(assignment, "ada", answered(assignment))
    (assignment.root / "reports").write_text("")
    with pytest.raises(UserError, match="reports"):
        run(assignment)


def test_an_engine_that_cannot_start_stops_the_run(workers, assignment):
    submit(assignment, "ada", answered(assignment))
    with pytest.raises(GradingError, match="bwrap is missing"):
        run(assignment, make_grader=NoEngine)


def test_lines_and_table(assignment, capsys, monkeypatch):
    submit(assignment, "ada", answered(assignment, double="HALF"))
    submit(assignment, "bob", "")
    summary = run(assignment, progress=True)
    lines = capsys.readouterr().err.splitlines()
    assert any(line.startswith("[1/2] ") for line in lines)
    assert any("ada  2.50/4  partial" in line for line in lines)
    for width, cell in (("120", "1.5"), ("40", "½")):
        monkeypatch.setenv("COLUMNS", width)
        console = Console(width=120, record=True, file=io.StringIO())
        console.print(summary.table())
        text = console.export_text()
        assert "2.50" in text
        assert cell in text
        assert "1 double\N{NO-BREAK SPACE}(3)" in text
        assert "error" in text


def test_the_same_class_gives_the_same_reports(assignment):
    submit(assignment, "ada", answered(assignment, double="HALF"))
    reports = []
    for _ in range(2):
        run(assignment)
        reports.append((assignment.root / "reports" / NAME / "ada.json").read_bytes())
    assert reports[0] == reports[1]


@pytest.mark.slow
def test_ctrl_c_keeps_what_was_graded(workers, assignment):
    for n in range(6):
        submit(assignment, f"s{n}", answered(assignment, double="SLOW"))
    script = assignment.root / "run.py"
    script.write_text(
        textwrap.dedent(f"""
        import sys
        sys.path[:0] = {sys.path!r}
        from pathlib import Path
        from miniature import WordEngine
        from autograder.course import load
        from autograder.lms.nbgrader.books import Books
        from autograder.classroom.grade import grade
        if __name__ == "__main__":
            root = Path({str(assignment.root)!r})
            grade(load(root, {NAME!r}), root, Books, make_grader=WordEngine, feedback=False)
        """)
    )
    process = subprocess.Popen([sys.executable, script], stderr=subprocess.PIPE, text=True, start_new_session=True)
    for line in process.stderr:
        if line.startswith("[2/6]"):
            os.killpg(process.pid, signal.SIGINT)
            break
    rest = process.communicate(timeout=60)[1]
    assert "KeyboardInterrupt" in rest
    done = sorted(path.stem for path in (assignment.root / "reports" / NAME).glob("*.json"))
    assert len(done) >= 2
    assert scores(assignment) == dict.fromkeys(done, 4.0)
    assert not list(assignment.root.glob(".cache/staging*"))

    summary = run(assignment, jobs=2)

    assert {e.student for e in summary.entries if e.resumed} == set(done)
    assert scores(assignment) == {f"s{n}": 4.0 for n in range(6)}
