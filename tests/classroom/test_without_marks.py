"""Notebooks of editors that drop ids and metadata: quiz and essay are found, in all assignments."""

import copy
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from miniature import CONFIG, WordEngine, grade_in_process, submit
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

import autograder.lms.nbgrader.preprocessors as plugin
from autograder.classroom.grade import grade
from autograder.classroom.restore import restore
from autograder.course import Assignment, load, names
from autograder.course.notebook import grade_id
from autograder.lms.nbgrader.books import Books

ESSAY = "Because its eight bits of exponent reach as far as those of float32."
QUIZ = 'answers = {"q1": "a"}  # RIGHT'
ALL = names(CONFIG)


def without_marks(notebook: NotebookNode) -> NotebookNode:
    """As such an editor saves it: format 4.4, which has no ids, and empty metadata."""
    bare = copy.deepcopy(notebook)
    for cell in bare.cells:
        cell.metadata = nbformat.from_dict({})
        cell.pop("id", None)
    bare.metadata, bare.nbformat_minor = nbformat.from_dict({}), 4
    return bare


def essay_of(release: NotebookNode) -> NotebookNode:
    return next(
        cell for cell in release.cells if cell.cell_type == "markdown" and (grade_id(cell) or "")[-4:] == "_why"
    )


def quiz_of(release: NotebookNode) -> NotebookNode:
    return next(cell for cell in release.cells if grade_id(cell) == "quiz")


def answered(release: NotebookNode) -> NotebookNode:
    notebook = copy.deepcopy(release)
    essay_of(notebook).source, quiz_of(notebook).source = ESSAY, QUIZ
    return notebook


def placed(notebook: NotebookNode) -> dict[str, str]:
    return {name: cell.source for cell in notebook.cells if (name := grade_id(cell))}


@pytest.fixture(params=ALL)
def release(request: pytest.FixtureRequest) -> NotebookNode:
    return load(CONFIG, request.param).read_release()


def _as_it_is(notebook: NotebookNode, release: NotebookNode) -> None:
    pass


def _remarks_of_their_own(notebook: NotebookNode, release: NotebookNode) -> None:
    for cell in (essay_of(notebook), quiz_of(notebook)):
        place = notebook.cells.index(cell)
        notebook.cells.insert(place + 1, nbformat.v4.new_markdown_cell("I am not sure about this one."))
        notebook.cells.insert(place + 1, nbformat.v4.new_code_cell("1 + 1"))


def _statements_shortened(notebook: NotebookNode, release: NotebookNode) -> None:
    for cell in (essay_of(notebook), quiz_of(notebook)):
        before = notebook.cells[notebook.cells.index(cell) - 1]
        if before.cell_type == "markdown":
            before.source = "the question, in my words"


def _essay_and_quiz_first(notebook: NotebookNode, release: NotebookNode) -> None:
    """Each with the cell before it and the one behind it."""
    for cell in (essay_of(notebook), quiz_of(notebook)):
        place = notebook.cells.index(cell)
        moved = notebook.cells[place - 1 : place + 2]
        notebook.cells = [*moved, *notebook.cells[: place - 1], *notebook.cells[place + 2 :]]


def _nothing_behind(notebook: NotebookNode, release: NotebookNode) -> None:
    notebook.cells = notebook.cells[: notebook.cells.index(essay_of(notebook)) + 1]


@pytest.mark.parametrize(
    "change", [_as_it_is, _remarks_of_their_own, _statements_shortened, _essay_and_quiz_first, _nothing_behind]
)
def test_quiz_and_essay_are_found_by_their_place(release: NotebookNode, change: object) -> None:
    notebook = answered(release)
    change(notebook, release)
    restored = restore(without_marks(notebook), release)
    found = placed(restored.notebook)
    assert found[grade_id(essay_of(release))] == ESSAY
    assert found["quiz"] == QUIZ
    assert not any("missing: was it deleted" in note for note in restored.notes)
    assert restored.notes[0] == "the notebook's grading metadata was missing: cells were recognised by their content"
    nbformat.validate(restored.notebook)


def test_a_quiz_is_found_by_its_name_wherever_it_stands(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.cells.insert(0, notebook.cells.pop(notebook.cells.index(quiz_of(notebook))))
    assert placed(restore(without_marks(notebook), release).notebook)["quiz"] == QUIZ


def test_an_essay_that_was_deleted_is_blank_and_nothing_else_takes_its_place(release: NotebookNode) -> None:
    notebook = answered(release)
    notebook.cells.remove(essay_of(notebook))
    notebook.cells.remove(quiz_of(notebook))
    restored = restore(without_marks(notebook), release)
    found = placed(restored.notebook)
    assert found[grade_id(essay_of(release))] == "YOUR ANSWER HERE"
    assert "quiz" not in found
    assert "cell quiz is missing: was it deleted, or has it come to the assignment since?" in restored.notes


class TestThroughBothWaysIn:
    @pytest.fixture(params=ALL)
    def assignment(
        self, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Assignment]:
        root = tmp_path / "course"
        for folder in ("source", "release"):
            shutil.copytree(CONFIG / folder / request.param, root / folder / request.param)
        (root / "nbgrader_config.py").write_text(f"load_subconfig('nbgrader_config.py', path={str(CONFIG)!r})\n")
        grade_in_process(monkeypatch)
        monkeypatch.setattr("autograder.engine.engine.Engine", WordEngine)
        monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.chdir(root)
        made = load(root, request.param)
        submit(made, "ada", without_marks(answered(made.read_release())), name=f"{made.topic}.ipynb")
        yield made
        plugin.close_engine()

    def recorded(self, assignment: Assignment) -> dict[str, float | None]:
        with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
            (submission,) = book.assignment_submissions(assignment.name)
            return {mark.name: mark.auto_score for mark in submission.notebooks[0].grades}

    def check(self, assignment: Assignment) -> None:
        found, essay = self.recorded(assignment), grade_id(essay_of(assignment.read_release()))
        assert found["quiz_check"] == next(one.points for one in assignment.exercises if one.id == "quiz")
        assert found[essay] is None  # to be graded by a person: nbgrader gives a blank one 0
        path = assignment.root / "autograded" / "ada" / assignment.name / f"{assignment.topic}.ipynb"
        assert placed(nbformat.read(path, as_version=4))[essay] == ESSAY

    def test_grade(self, assignment: Assignment) -> None:
        summary = grade(assignment, assignment.root, Books, make_grader=WordEngine, feedback=False, progress=False)
        self.check(assignment)
        assert "deleted" not in summary.entries[0].note

    def test_nbgrader_autograde(self, assignment: Assignment) -> None:
        app = NbGrader()
        app.load_config_file()
        coursedir = CourseDirectory(config=app.config, root=str(assignment.root))
        api = NbGraderAPI(coursedir=coursedir, exchange=ExchangeFactory(config=app.config), config=app.config)
        assert api.generate_assignment(assignment.name)["success"]
        result = api.autograde(assignment.name, "ada")
        assert result["success"], result["log"]
        self.check(assignment)
        assert "deleted" not in result["log"]
