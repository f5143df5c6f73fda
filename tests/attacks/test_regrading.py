"""`autograder regrade` under attack: what was shown is what is written, nobody else's work counts, and nobody is kept
from being graded again."""

import os
from pathlib import Path

import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, submit
from nbgrader.api import Gradebook
from rich.console import Console
from test_what_comes_in import WAYS

from autograder.classroom import grade as module
from autograder.classroom import regrade as regrading
from autograder.classroom.grade import grade
from autograder.classroom.regrade import _Kept, regrade
from autograder.classroom.regrading import Regrading
from autograder.classroom.submission import Submission
from autograder.course import Assignment
from autograder.errors import UserError
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import late_rule, look, shape

pytestmark = pytest.mark.attack

SOMEBODY = 61_123  # a user id that distributions leave alone


@pytest.fixture
def graded(word_course: Assignment, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    """Bob has solved everything and Eve nothing; both were graded, and are to be graded again."""
    grade_in_process(monkeypatch)
    monkeypatch.setattr(regrading, "grade_all", module.grade_all)
    submit(word_course, "bob", answered(word_course))
    submit(word_course, "eve", unsolved(word_course))
    graded_as_it_is(word_course)
    return word_course


def unsolved(assignment: Assignment):
    return answered(assignment, double=None, triple=None)


def graded_as_it_is(assignment: Assignment) -> None:
    assert grade(assignment, assignment.root, Books, make_grader=WordEngine, progress=False, feedback=False).ok


def again(assignment: Assignment, **options: object) -> Regrading:
    there = shape(assignment, assignment.root)
    usual = {"make_grader": WordEngine, "progress": False, "feedback": False, "reason": "to see"}
    usual |= {"off": late_rule(assignment, assignment.root)}
    known = look(assignment, assignment.root)
    return regrade(assignment, assignment.root, Books, known, there.renamed, there.points, **(usual | options))


def scores(assignment: Assignment) -> dict[str, float]:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        return {one.student_id: one.score for one in book.assignment_submissions(NAME)}


def test_what_was_there_only_while_it_was_graded_is_not_written(graded, monkeypatch):
    """Eve puts another's answers in place when she is graded again, and takes them away before it is accepted."""
    pack = module.grade_all.__globals__["pack"]

    def packed(submission: Submission, assignment: Assignment):
        if submission.student != "eve":
            return pack(submission, assignment)
        submit(graded, "eve", answered(graded))
        try:
            return pack(submission, assignment)
        finally:
            submit(graded, "eve", unsolved(graded))

    with monkeypatch.context() as patch:
        patch.setitem(module.grade_all.__globals__, "pack", packed)
        shown = again(graded, students=["eve"])
    assert [one.gain for one in shown.changes] == [4.0]

    accepted = again(graded, students=["eve"], accept=True)

    assert not accepted.written
    assert accepted.again
    assert scores(graded) == {"bob": 4.0, "eve": 0.0}


@pytest.mark.parametrize("attack", WAYS, ids=lambda attack: attack.__name__)
def test_a_link_or_a_pipe_wins_nothing_and_stops_nobody(graded, attack):
    folder = graded.root / "submitted" / "eve" / NAME
    named = attack(folder, graded)

    shown = again(graded, students=["bob", "eve"] if (graded.root / "submitted" / "eve").is_dir() else ["bob"])

    changes = {one.student: one for one in shown.changes}
    assert not changes["bob"].failed
    if "eve" in changes:
        assert changes["eve"].failed
        assert f"{named}: is " in changes["eve"].note
    again(graded, students=list(changes), accept=True)
    assert scores(graded) == {"bob": 4.0, "eve": 0.0}


def test_a_name_does_nothing_to_the_terminal(graded):
    """Of a student, of a file that is refused."""
    hostile = "e\x1b]0;x\x07v\n[red]e\u202e"
    folder = submit(graded, hostile, unsolved(graded))
    graded_as_it_is(graded)
    (folder / "\x1b[2J\u202e[bold]").symlink_to("/etc/passwd")
    console = Console(width=200, force_terminal=False, color_system=None)
    with console.capture() as captured:
        console.print(again(graded, students=[hostile]).shown())
    assert not set("\x1b\x07\u202e") & set(captured.get())
    assert "[bold]" in captured.get()


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")


@needs_root
def test_what_somebody_else_has_put_in_its_place_is_not_written(graded):
    """Where the course's folder is open to all: kept results are scores, and are believed when they are accepted."""
    again(graded, students=["eve"])
    (folder,) = (graded.root / ".cache").glob("regrade_*")
    os.chown(folder, SOMEBODY, SOMEBODY)
    with pytest.raises(UserError, match="belongs to another account"):
        again(graded, students=["eve"], accept=True)


@needs_root
def test_results_that_somebody_else_has_made_are_not_read(tmp_path):
    kept = _Kept(tmp_path / ".cache" / "regrade_01_mini")
    kept.begin("to see")
    assert kept.reason() == "to see"
    os.chown(tmp_path / ".cache" / "regrade_01_mini", SOMEBODY, SOMEBODY)
    assert kept.reason() is None
    assert kept.read(Submission("eve", Path("eve"), None), "key") is None


@needs_root
def test_the_course_may_belong_to_whom_root_grades_for(tmp_path):
    kept = _Kept(tmp_path / ".cache" / "regrade_01_mini")
    kept.begin("to see")
    for place in (tmp_path, tmp_path / ".cache", tmp_path / ".cache" / "regrade_01_mini"):
        os.chown(place, SOMEBODY, SOMEBODY)
    kept.begin("to see again")
    assert kept.reason() == "to see again"
