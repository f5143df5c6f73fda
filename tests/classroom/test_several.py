"""A submission with more than one notebook, or with the release itself: it is said wherever somebody looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit

from autograder.classroom.grade import grade
from autograder.classroom.several import CAREFUL
from autograder.classroom.status import status
from autograder.classroom.summary import Summary
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import look


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    grade_in_process(monkeypatch)
    return make_course(tmp_path / "course")


def graded(course: Assignment) -> Summary:
    return grade(course, course.root, Books, progress=False, make_grader=WordEngine)


def page(course: Assignment, student: str) -> str:
    return (course.root / "feedback" / student / NAME / "mini.html").read_text()


def test_an_untouched_notebook_beside_a_complete_copy(course: Assignment) -> None:
    submit(course, "ada", course.read_release())
    submit(course, "ada", answered(course), "mini-Copy1.ipynb")

    for _ in range(2):  # also where the record holds
        summary = graded(course)
        (entry,) = summary.entries
        assert entry.score == 0.0
        assert f"{CAREFUL}mini.ipynb was graded, and it is as it was handed out" in entry.note
        (warning,) = summary.warnings
        assert warning.startswith("ada: ") and "mini-Copy1.ipynb, which was not graded" in warning
        assert summary.to_dict()["warnings"] == [warning]
    assert "mini-Copy1.ipynb, which was not graded" in page(course, "ada")
    (standing,) = status(course, course.root, look(course, course.root), Seed()).standings
    assert standing.other_notebooks == ("mini-Copy1.ipynb",)
    assert standing.to_dict()["other_notebooks"] == ["mini-Copy1.ipynb"]


def test_a_copy_beside_an_answered_notebook(course: Assignment) -> None:
    submit(course, "ada", answered(course))
    copy = submit(course, "ada", answered(course), "mini-Copy1.ipynb") / "old" / "mini.ipynb"
    copy.parent.mkdir()
    copy.write_text("{}")

    summary = graded(course)

    assert "3 notebooks were handed in: mini.ipynb was graded, mini-Copy1.ipynb, old/mini.ipynb was not" in (
        summary.entries[0].note
    )
    assert summary.warnings == ()
    assert "3 notebooks were handed in" in page(course, "ada")


def test_the_release_alone(course: Assignment) -> None:
    release = course.read_release()
    for cell in release.cells:
        cell.source += "\n\n" if cell.source else ""
    submit(course, "ada", release)
    submit(course, "bob", answered(course, double="WRONG", triple=None))

    notes = {entry.student: entry.note for entry in graded(course).entries}

    assert notes == {"ada": "the notebook is as it was handed out: no answer was written in it", "bob": ""}


def test_who_answered_in_words_alone_has_answered(course: Assignment) -> None:
    submit(course, "ada", answered(course, double=None, triple=None, why="Because."))

    assert graded(course).entries[0].note == ""
