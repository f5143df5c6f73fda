"""Exercises that hand out broken code: students get that code, the solutions hold the repaired one."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from small_course import NAME, SmallCourse, small_course
from test_build import digests, nbgrader

from autograder.course.broken_code import broken_lines, released
from autograder.course.build import build
from autograder.course.lint import lint

__all__ = ["small_course"]  # the fixture

ANSWER = """\
SCALE = 1
### BEGIN SOLUTION
def total(x):
    running_sum = x.sum()
    return running_sum
### END SOLUTION
### BEGIN BROKEN
# def total(x):
#     # the largest
#
#     return x.max()
### END BROKEN"""


@pytest.fixture
def ticket(small_course: SmallCourse) -> SmallCourse:
    small_course.edit(lambda cells, raw: cells["total"].update(source=ANSWER))
    return small_course


def answer_cell(path: Path) -> str:
    return next(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.id == "total")


def test_the_release_has_the_broken_code_and_the_solution_the_repaired(ticket: SmallCourse) -> None:
    assignment = ticket.load()

    build(assignment)

    assert answer_cell(assignment.release_path) == ("SCALE = 1\ndef total(x):\n    # the largest\n\n    return x.max()")
    assert answer_cell(assignment.solution_path) == (
        "SCALE = 1\ndef total(x):\n    running_sum = x.sum()\n    return running_sum"
    )


def test_nbgrader_makes_the_same(ticket: SmallCourse) -> None:
    build(ticket.load())
    ours = digests(ticket.root)

    nbgrader("generate_assignment", ticket.root)
    nbgrader("generate_solution", ticket.root)

    assert digests(ticket.root) == ours and len(ours) == 6 and NAME in next(iter(ours))


def test_broken_code_breaks_no_rule_and_may_share_lines_with_the_solution(ticket: SmallCourse) -> None:
    build(ticket.load())

    assert lint(ticket.load()) == []


def test_indented_regions_keep_their_place() -> None:
    source = (
        "def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n    ### BEGIN BROKEN\n    # return -x\n"
    )

    assert released(source + "    ### END BROKEN") == "def f(x):\n    return -x"
    assert broken_lines(source + "    ### END BROKEN") == ["    return -x"]


@pytest.mark.parametrize(
    "source",
    [
        "### BEGIN BROKEN\n# x\n### BEGIN SOLUTION\n### END SOLUTION\n### END BROKEN",
        "### BEGIN BROKEN\n# x\n### END SOLUTION",
        "### END BROKEN",
    ],
)
def test_markers_that_do_not_pair_up_are_refused(source: str) -> None:
    with pytest.raises(RuntimeError, match="do not pair up"):
        released(source)
