"""nbgrader itself, through nbgrader_config.py: the command line, NbGraderAPI, the pages; with an engine of words."""

import os
import sys
from pathlib import Path

import nbformat
import nbgrader.api
import nbgrader_apps
import pytest
from miniature import NAME, WordEngine, answered, make_course, submit
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from nbgrader.utils import determine_grade
from sqlalchemy import text

import autograder.lms.nbgrader.preprocessors as plugin
from autograder.course import Assignment
from autograder.engine.report import ExerciseResult, Report, Status
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.preprocessors import NotGraded, fill_outputs


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    made = make_course(tmp_path / "course")
    monkeypatch.setattr("autograder.engine.engine.Engine", WordEngine)
    # nbgrader runs the program `alembic`, which an activated environment has on its path
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    yield made
    plugin.close_engine()


@pytest.fixture
def api(assignment, monkeypatch) -> NbGraderAPI:
    """NbGraderAPI as the Formgrader makes it: configured by the nbgrader_config.py of the current folder."""
    monkeypatch.chdir(assignment.root)
    app = NbGrader()
    app.load_config_file()
    coursedir = CourseDirectory(config=app.config, root=str(assignment.root))
    exchange = ExchangeFactory(config=app.config)
    made = NbGraderAPI(coursedir=coursedir, exchange=exchange, config=app.config)
    generated = made.generate_assignment(NAME)
    assert generated["success"], generated
    return made


def score(assignment: Assignment, student: str) -> float:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        return book.find_submission(NAME, student).score


def autograded(assignment: Assignment, student: str):
    return nbformat.read(assignment.root / "autograded" / student / NAME / "mini.ipynb", as_version=4)


def test_a_new_gradebook_has_the_version_that_nbgrader_gives_it(assignment, monkeypatch):
    theirs = nbgrader.api.get_alembic_version()
    monkeypatch.setenv("PATH", "")  # the environment is not activated
    with Books(assignment.root, assignment):
        pass
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        assert book.db.execute(text("SELECT version_num FROM alembic_version")).scalar() == theirs


def test_generate_assignment_gives_the_committed_release(assignment, api):
    before = assignment.release_path.read_bytes()
    assert api.generate_assignment(NAME)["success"]
    assert assignment.release_path.read_bytes() == before


def test_autograde_records_the_engines_scores_and_writes_feedback(assignment, api):
    submit(assignment, "ada", answered(assignment, double="HALF"))
    result = api.autograde(NAME, "ada")
    assert result["success"], result["log"]
    assert score(assignment, "ada") == 2.5
    cells = {cell.id: cell for cell in autograded(assignment, "ada").cells}
    first, second = cells["double_check"].outputs[:2]
    assert (first.output_type, first.data["text/plain"]) == ("execute_result", "1.5")
    assert "text/html" in second.data
    assert determine_grade(cells["double_check"]) == (1.5, 3.0)
    assert cells["between"].outputs[0].text == "0 files"

    assert api.generate_feedback(NAME, "ada")["success"]
    page = (assignment.root / "feedback" / "ada" / NAME / "mini.html").read_text()
    assert "double check 1" in page


def test_standard_error_and_forged_outputs_cost_and_earn_nothing(assignment, api):
    notebook = answered(assignment, double="RIGHT WARNS", triple=None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "1.0"}, execution_count=1)]
    notebook.metadata["kernelspec"] = {"name": "no-such-kernel", "display_name": "x", "language": "python"}
    submit(assignment, "ada", notebook)
    assert api.autograde(NAME, "ada")["success"]
    assert score(assignment, "ada") == 3.0


def test_an_error_is_no_score_and_keeps_the_one_before(assignment, api):
    submit(assignment, "ada", answered(assignment))
    assert api.autograde(NAME, "ada")["success"]
    submit(assignment, "ada", answered(assignment, triple="FAULT"))

    result = api.autograde(NAME, "ada")

    assert not result["success"]
    assert "no score recorded" in result["log"]
    assert "a check of ours failed" in result["log"]
    assert score(assignment, "ada") == 4.0
    assert api.get_submission(NAME, "ada")["autograded"] is False  # so the Formgrader lists it as to be graded
    submit(assignment, "ada", answered(assignment, triple="HALF"))
    assert api.autograde(NAME, "ada")["success"]
    assert score(assignment, "ada") == 3.5


def test_a_failed_engine_is_replaced(assignment, api):
    submit(assignment, "ada", answered(assignment, double="BROKEN"))
    submit(assignment, "bob", answered(assignment))
    assert not api.autograde(NAME, "ada")["success"]
    assert plugin._engine is None
    assert api.autograde(NAME, "bob")["success"]


def test_one_engine_serves_many_submissions_until_the_source_changes(assignment, api):
    for student in ("ada", "bob"):
        submit(assignment, student, answered(assignment))
    api.autograde(NAME, "ada")
    engine = plugin._engine
    api.autograde(NAME, "bob")
    assert plugin._engine is engine
    os.utime(assignment.notebook_path, ns=(1, 1))
    api.autograde(NAME, "bob")
    assert plugin._engine is not engine


def test_a_broken_notebook_does_not_stop_the_others(assignment, api):
    duplicated = answered(assignment)
    duplicated.cells += [nbformat.from_dict(dict(cell, id=f"{cell.id}-copy")) for cell in duplicated.cells]
    foreign = answered(assignment)
    foreign.cells[2].metadata.nbgrader["schema_version"] = 99
    submit(assignment, "ann", duplicated)
    submit(assignment, "bob", foreign)
    submit(assignment, "cyd", answered(assignment))
    for student in ("ann", "bob", "cyd"):
        assert api.autograde(NAME, student)["success"]
        assert score(assignment, student) == 4.0


def test_an_untouched_notebook_beside_a_copy_is_pointed_out(assignment, api):
    submit(assignment, "ada", assignment.read_release())
    submit(assignment, "ada", answered(assignment), "mini-Copy1.ipynb")

    result = api.autograde(NAME, "ada")

    assert result["success"], result["log"]
    assert "CAREFUL: mini.ipynb was graded, and it is as it was handed out" in result["log"]
    assert api.generate_feedback(NAME, "ada")["success"]
    page = (assignment.root / "feedback" / "ada" / NAME / "mini.html").read_text()
    assert "mini-Copy1.ipynb, which was not graded" in page


def test_scripts_do_not_reach_the_pages(assignment, api):
    evil = '**bold** <script>alert(1)</script>\n\n<img src="x" onerror="alert(2)">'
    notebook = answered(assignment, why=evil)
    notebook.cells += [nbformat.v4.new_markdown_cell(evil), nbformat.v4.new_raw_cell(evil)]
    submit(assignment, "eve", notebook)
    assert api.autograde(NAME, "eve")["success"]
    assert api.generate_feedback(NAME, "eve")["success"]
    page = (assignment.root / "feedback" / "eve" / NAME / "mini.html").read_text()
    assert "<strong>bold</strong>" in page
    assert "<script>alert" not in page
    assert '<img src="x"' not in page


@pytest.mark.slow
def test_the_command_line_autogrades_and_exports(assignment):
    submit(assignment, "ada", answered(assignment, double="HALF"))
    submit(assignment, "bob", "{ not a notebook")
    nbgrader_apps.nbgrader("generate_assignment", NAME, "--force", at=assignment.root)
    said = nbgrader_apps.nbgrader("autograde", NAME, at=assignment.root, expected=1)  # for bob, and bob alone
    assert "student 'bob'" in said
    assert "student 'ada'" not in said
    nbgrader_apps.nbgrader("export", at=assignment.root)
    rows = (assignment.root / "grades.csv").read_text().splitlines()
    assert any(",ada," in row and ",2.5," in row for row in rows)


class TestFillOutputs:
    """`fill_outputs` fails closed: nbgrader gives full marks for outputs that it does not understand."""

    def graded(self, assignment, **changes):
        notebook = answered(assignment)
        graded = WordEngine(assignment).grade(notebook)
        results = [changes.get(result.id, result) for result in graded.report.exercises]
        report = Report(NAME, tuple(result for result in results if result), "none", 0)
        return notebook, type(graded)(report=report, outputs=graded.outputs)

    @pytest.mark.parametrize("score", [float("nan"), -1.0, 3.1, None])
    def test_a_score_that_is_none(self, assignment, score):
        odd = ExerciseResult("double", score, 3.0, Status.PARTIAL, ())
        notebook, graded = self.graded(assignment, double=odd)
        with pytest.raises(NotGraded, match="double_check"):
            fill_outputs(notebook, graded)
        assert all(not cell.get("outputs") for cell in notebook.cells)

    def test_an_exercise_without_a_result(self, assignment):
        notebook, graded = self.graded(assignment, double=None)
        with pytest.raises(NotGraded, match="double_check"):
            fill_outputs(notebook, graded)

    def test_another_notebook(self, assignment):
        notebook, graded = self.graded(assignment)
        notebook.cells.pop()
        with pytest.raises(NotGraded, match="other cells"):
            fill_outputs(notebook, graded)

    def test_notes_are_shown(self, assignment):
        notebook, graded = self.graded(assignment)
        fill_outputs(notebook, graded, notes=["the notebook was called x.ipynb"])
        nbformat.validate(notebook)
        texts = [
            output.data["text/plain"]
            for cell in notebook.cells
            for output in cell.get("outputs", [])
            if "data" in output
        ]
        assert "Note: the notebook was called x.ipynb" in texts
