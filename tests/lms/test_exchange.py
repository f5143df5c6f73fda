"""A term by nbgrader's exchange, from the release to the feedback in the student's folder, graded both ways."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader_apps import Exchange

import autograder.lms.nbgrader.preprocessors as plugin
from autograder.classroom.grade import grade
from autograder.classroom.status import status
from autograder.course.seed import secret_seed
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import look

Grade = Callable[[Exchange], object]


def by_us(exchange: Exchange) -> None:
    """`autograder grade`, which writes the feedback pages too."""
    root = exchange.assignment.root
    summary = grade(exchange.assignment, root, Books, progress=False, make_grader=WordEngine)
    assert summary.ok, summary.to_dict()


def by_nbgrader(exchange: Exchange) -> None:
    exchange.instructor("autograde", NAME)
    exchange.instructor("generate_feedback", NAME)


def by_us_with_nbgraders_feedback(exchange: Exchange) -> None:
    root = exchange.assignment.root
    assert grade(exchange.assignment, root, Books, progress=False, make_grader=WordEngine, feedback=False).ok
    exchange.instructor("generate_feedback", NAME)


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Exchange]:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")  # for alembic
    monkeypatch.setattr("autograder.engine.engine.Engine", WordEngine)
    grade_in_process(monkeypatch)
    made = Exchange(make_course(tmp_path / "course"), tmp_path)
    made.instructor("generate_assignment", NAME, "--force")
    made.instructor("release_assignment", NAME)
    yield made
    plugin.close_engine()


def hand_in(exchange: Exchange, student: str, **answers: str) -> None:
    """Fetch, where that was not done yet, answer and submit."""
    if not exchange.notebook(student).is_file():
        exchange.student(student, "fetch_assignment", NAME)
    nbformat.write(answered(exchange.assignment, **answers), exchange.notebook(student))
    exchange.student(student, "submit", NAME)


@pytest.mark.parametrize("graded", [by_us, by_nbgrader, by_us_with_nbgraders_feedback])
def test_feedback_comes_back_by_the_exchange(exchange: Exchange, graded: Grade) -> None:
    assert NAME in exchange.student("ada", "list")
    hand_in(exchange, "ada", double="HALF")
    hand_in(exchange, "bob")
    assert "ada 01_mini" in exchange.instructor("list", "--inbound")
    exchange.instructor("collect", NAME)

    graded(exchange)
    exchange.instructor("release_feedback", NAME)
    assert "feedback ready to be fetched" in exchange.student("ada", "list", "--cached")
    for student in ("ada", "bob"):
        exchange.student(student, "fetch_feedback", NAME)
    assert "feedback already fetched" in exchange.student("ada", "list", "--cached")

    (first,) = exchange.pages("ada")
    assert first.name == "mini.html"  # nbgrader's own name for it
    assert "1.5 / 3" in first.read_text()
    assert first.read_bytes() != exchange.pages("bob")[0].read_bytes()
    seen = status(exchange.assignment, exchange.assignment.root, held(exchange), secret_seed(exchange.assignment))
    assert {one["student"]: one["released"] for one in seen.to_dict()["students"]} == {"ada": True, "bob": True}


def held(exchange: Exchange):
    with pytest.MonkeyPatch.context() as patch:
        config = exchange.assignment.root / "nbgrader_config.py"
        patch.chdir(config.parent)
        config.write_text(f"{config.read_text()}c.Exchange.root = {str(exchange.folder / 'exchange')!r}\n")
        return look(exchange.assignment, exchange.assignment.root)


@pytest.mark.parametrize("graded", [by_us, by_nbgrader])
def test_who_hands_in_again_gets_feedback_on_both(exchange: Exchange, graded: Grade) -> None:
    hand_in(exchange, "ada", double="WRONG")
    exchange.instructor("collect", NAME)
    graded(exchange)
    exchange.instructor("release_feedback", NAME)
    exchange.student("ada", "fetch_feedback", NAME)

    hand_in(exchange, "ada", double="RIGHT")
    exchange.instructor("collect", NAME, "--update")
    graded(exchange)
    exchange.instructor("release_feedback", NAME)
    exchange.student("ada", "fetch_feedback", NAME)

    before, after = exchange.pages("ada")
    assert ">0 / 3<" in before.read_text()
    assert "3 / 3" in after.read_text()


def test_a_regrade_reaches_who_has_fetched_before(exchange: Exchange) -> None:
    hand_in(exchange, "ada", double="WRONG")
    exchange.instructor("collect", NAME)
    by_us(exchange)
    exchange.instructor("release_feedback", NAME)
    exchange.student("ada", "fetch_feedback", NAME)

    by_nbgrader(exchange)  # not forced: nothing changed
    exchange.instructor("autograde", NAME, "--force")
    exchange.instructor("generate_feedback", NAME, "--force")
    exchange.instructor("release_feedback", NAME)
    exchange.student("ada", "fetch_feedback", NAME)

    assert len(exchange.pages("ada")) == 1


@pytest.mark.parametrize("graded", [by_us, by_nbgrader, by_us_with_nbgraders_feedback])
def test_who_came_by_another_way_holds_nobody_up(exchange: Exchange, graded: Grade) -> None:
    """nbgrader's release_feedback stops for the whole class where one submission has no secret or no time."""
    submit(exchange.assignment, "aaron", answered(exchange.assignment))  # by mail: neither secret nor timestamp
    hand_in(exchange, "ada")
    exchange.instructor("collect", NAME)

    graded(exchange)
    exchange.instructor("release_feedback", NAME)
    exchange.student("ada", "fetch_feedback", NAME)

    assert len(exchange.pages("ada")) == 1
    seen = status(exchange.assignment, exchange.assignment.root, held(exchange), secret_seed(exchange.assignment))
    assert {one["student"]: one["released"] for one in seen.to_dict()["students"]} == {"aaron": False, "ada": True}


@pytest.mark.parametrize("way", ["grade again", "nbgrader"])
def test_what_an_older_version_graded_can_be_released(exchange: Exchange, way: str) -> None:
    """A gradebook and an autograded/ without secrets: the next feedback brings them."""
    hand_in(exchange, "ada")
    exchange.instructor("collect", NAME)
    by_us(exchange)
    for step in ("autograded", "feedback"):
        (exchange.assignment.root / step / "ada" / NAME / "submission_secret.txt").unlink(missing_ok=True)

    if way == "nbgrader":
        exchange.instructor("generate_feedback", NAME, "--force")
    else:
        by_us(exchange)
    exchange.instructor("release_feedback", NAME)
    exchange.student("ada", "fetch_feedback", NAME)

    assert len(exchange.pages("ada")) == 1
