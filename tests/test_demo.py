"""The made-up class: the same each time, and graded for real (slow)."""

from functools import partial
from pathlib import Path

import pytest
from miniature import grade_in_process
from nbgrader_apps import nbgrader

from autograder.course import Assignment, load, names
from demo.make_class import CLASS, TROUBLES, make_class
from demo.paragraphs import PARAGRAPHS

ROOT = Path(__file__).parents[1]
NAME = "01_tensors"


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_class(NAME, ROOT, tmp_path_factory.mktemp("demo") / "course")


def handed_in(assignment: Assignment) -> dict[str, bytes]:
    folder = assignment.root / "submitted"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.ipynb"))}


def test_the_class_is_the_same_each_time(assignment, tmp_path):
    first = handed_in(assignment)
    assert len(first) == len(CLASS) == 24
    assert handed_in(make_class(NAME, ROOT, tmp_path / "again")) == first


def test_every_trouble_is_there_and_every_other_submission_differs(assignment):
    assert {student.trouble for student in CLASS} - {None} == set(TROUBLES)
    assert len(set(handed_in(assignment).values())) >= len(CLASS) - 2


def test_a_class_replaces_the_one_before(tmp_path):
    course = tmp_path / "course"
    make_class(NAME, ROOT, course, CLASS[:2])
    make_class(NAME, ROOT, course, CLASS[1:3])

    handed_in_now = {path.parent.name for path in course.glob(f"submitted/*/{NAME}")}
    assert handed_in_now == {student.id for student in CLASS[1:3]}


@pytest.mark.parametrize("name", names(ROOT))
def test_every_question_for_a_person_has_paragraphs(name):
    questions = {exercise.id for exercise in load(ROOT, name).exercises if exercise.manual}

    assert questions and questions <= PARAGRAPHS.keys()


def test_no_submission_gives_a_hint_away(assignment):
    hint = 'Under \\"nbytes\\" you put the bytes of a single element'
    chaff = next(assignment.checks_dir.glob("describe/chaffs/bytes_of_one_element.py")).read_text()
    assert "you put the bytes of a single element" in chaff
    assert all(hint.encode() not in notebook for notebook in handed_in(assignment).values())


@pytest.mark.slow
def test_nbgrader_and_grade_give_the_same_scores(assignment, monkeypatch):
    from nbgrader.api import Gradebook

    from autograder.classroom.grade import grade
    from autograder.course.seed import secret_seed
    from autograder.engine.engine import Engine
    from autograder.lms.nbgrader.books import Books
    from autograder.lms.nbgrader.preprocessors import close_engine

    keep = {"amara.okafor", "ben.lindqvist", "rosa.jimenez", "uma.patel"}
    for folder in (assignment.root / "submitted").iterdir():
        if folder.name not in keep:
            folder.rename(assignment.root / f"kept-{folder.name}")
    with Books(assignment.root, assignment) as books:
        books.register()
    try:
        nbgrader("autograde", NAME, at=assignment.root)
    finally:
        close_engine()
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        by_nbgrader = {entry.student_id: entry.score for entry in book.assignment_submissions(NAME)}

    grade_in_process(monkeypatch)
    seed = secret_seed(assignment)
    with Engine(assignment, seed=seed) as engine:
        again = partial(grade, assignment, assignment.root, Books, progress=False, seed=seed)
        again = partial(again, make_grader=lambda _: engine)
        assert {entry.why for entry in again().entries} == {()}  # by one standard, so nothing is left to grade
        summary = again(force=True)

    assert {entry.student: entry.score for entry in summary.entries} == pytest.approx(by_nbgrader)
    automatic = sum(exercise.points for exercise in assignment.exercises if not exercise.manual)
    assert by_nbgrader["amara.okafor"] == by_nbgrader["uma.patel"] == automatic
    assert by_nbgrader["rosa.jimenez"] == 0
    assert 0 < by_nbgrader["ben.lindqvist"] < automatic
