"""`regrade`: shown before anything is written, written as shown, with everything kept that a person gave."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from miniature import NAME, answered, grade_in_process, make_course, marked, submit
from nbgrader.api import Gradebook
from rich.console import Console
from test_a_class_under_faults import StrictEngine

from autograder.classroom import grade as module
from autograder.classroom.grade import grade
from autograder.classroom.regrade import regrade
from autograder.classroom.regrading import Regrading
from autograder.classroom.status import status
from autograder.course import Assignment, load
from autograder.course.build import build
from autograder.course.seed import Seed
from autograder.errors import UserError
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import late_rule, look, shape

REASON = "the check of double refused HALF"


class Engine(StrictEngine):
    """Counts what it grades."""

    graded: list[str] = []  # noqa: RUF012  (of the class, since `regrade` makes the engine)

    def grade(self, notebook: nbformat.NotebookNode, **options: object) -> object:
        Engine.graded.append("one")
        return super().grade(notebook, **options)


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    """Three students, graded by the check as it was; ada late, bob graded by a person."""
    grade_in_process(monkeypatch)
    monkeypatch.setattr("autograder.classroom.regrade.grade_all", module.grade_all)
    made = make_course(tmp_path / "course")
    with (made.root / "nbgrader_config.py").open("a") as config:
        config.write("c.AutograderCourse.checks = 'checks'\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    (made.root / "checks" / NAME / "double").mkdir(parents=True)
    (made.root / "checks" / NAME / "double" / "checks.py").write_text("# a check\n")
    made = load(made.root, NAME)
    for student, word in (("ada", "HALF"), ("bob", "HALF"), ("cyd", "RIGHT")):
        folder = submit(made, student, answered(made, double=word, why="Because."))
    (folder.parents[1] / "ada" / NAME / "timestamp.txt").write_text("2026-11-03 12:00:00 UTC")
    with gradebook(made) as book:
        book.add_assignment(NAME, duedate="2026-11-01 10:00:00 UTC")
    assert grade(made, made.root, Books, make_grader=Engine, progress=False).ok
    with gradebook(made) as book:
        mark = book.find_grade("double_why", "mini", NAME, "bob")
        mark.manual_score, mark.extra_credit = 1.5, 0.25
        book.find_comment("double_why", "mini", NAME, "bob").manual_comment = "well argued"
        book.find_grade("triple_check", "mini", NAME, "cyd").manual_score = 0.5
        book.db.commit()
    Engine.graded.clear()
    return made


def gradebook(assignment: Assignment) -> Gradebook:
    return Gradebook(f"sqlite:///{assignment.root}/gradebook.db")


def scores(assignment: Assignment) -> dict[str, float]:
    with gradebook(assignment) as book:
        return {one.student_id: one.score for one in book.assignment_submissions(NAME)}


def again(assignment: Assignment, reason: str | None = REASON, **options: object) -> Regrading:
    now = load(assignment.root, NAME)
    there = shape(now, now.root)
    defaults = {"make_grader": Engine, "progress": False, "feedback": False, "off": late_rule(now, now.root)}
    known = look(now, now.root)
    return regrade(now, now.root, Books, known, there.renamed, there.points, reason=reason, **(defaults | options))


def repair(assignment: Assignment) -> None:
    (assignment.root / "checks" / NAME / "double" / "checks.py").write_text("# a check, repaired\n")


def mend(assignment: Assignment, change: Callable[[nbformat.NotebookNode], None]) -> None:
    source = assignment.read_source()
    change(source)
    nbformat.write(source, assignment.notebook_path)
    build(load(assignment.root, NAME))


def everything(root: Path) -> dict[str, bytes]:
    """All that there is, but for what is kept to be shown."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {name: data for name, data in files.items() if not name.startswith(".cache/")}


BEFORE = {"ada": 2.5, "bob": 4.25, "cyd": 3.5}


def test_nothing_is_written_before_it_is_accepted(assignment: Assignment) -> None:
    repair(assignment)
    before = everything(assignment.root)

    shown = again(assignment)

    assert everything(assignment.root) == before
    assert not shown.written
    assert shown.ok
    gains = {one.student: one.gain for one in shown.changes}
    assert gains == {"ada": 0.0, "bob": 1.5, "cyd": 0.0}  # lateness takes all that ada has
    assert shown.changes[0].moved == {"double": (1.5, 3.0)}
    assert shown.changes[0].totals == (0.0, 0.0)
    assert shown.sentence() == "1 gain, 0 lose, 2 as before; 3 stale (the checks changed)"


def test_what_was_shown_is_written_without_grading_it_again(assignment: Assignment) -> None:
    repair(assignment)
    again(assignment)
    Engine.graded.clear()

    accepted = again(assignment, reason=None, accept=True)

    assert accepted.written
    assert accepted.reason == REASON
    assert Engine.graded == []
    assert scores(assignment) == {"ada": 4.0, "bob": 5.75, "cyd": 3.5}
    assert not list(assignment.root.glob(".cache/regrade*"))
    summary = grade(assignment, assignment.root, Books, make_grader=Engine, progress=False, feedback=False)
    assert all(entry.resumed for entry in summary.entries)


def test_what_a_person_gave_is_kept_and_said(assignment: Assignment) -> None:
    repair(assignment)
    shown = {one.student: one for one in again(assignment).changes}
    assert shown["cyd"].note == "triple stays as graded by hand"
    assert shown["ada"].note == "late: 4 points off instead of 2.5"
    again(assignment, accept=True)
    with gradebook(assignment) as book:
        mark = book.find_grade("double_why", "mini", NAME, "bob")
        assert (mark.manual_score, mark.extra_credit) == (1.5, 0.25)
        assert book.find_comment("double_why", "mini", NAME, "bob").manual_comment == "well argued"
        assert book.find_grade("triple_check", "mini", NAME, "cyd").manual_score == 0.5
        assert book.find_submission(NAME, "ada").late_submission_penalty == 4.0  # all of it, as the course has it
        assert book.find_submission(NAME, "ada").total_seconds_late > 0
        assert book.find_submission(NAME, "bob").late_submission_penalty == 0.0


def test_the_reason_is_kept_with_date_and_old_scores_and_shown(assignment: Assignment) -> None:
    repair(assignment)
    again(assignment)
    again(assignment, accept=True)
    grade(assignment, assignment.root, Books, make_grader=Engine, progress=False, feedback=False, force=True)

    (why,) = look(assignment, assignment.root)["ada"].regraded
    assert why.reason == REASON
    assert why.before == {"double": 1.5, "triple": 1.0, "double_why": None}
    assert why.after == {"double": 3.0, "triple": 1.0, "double_why": None}
    found = status(assignment, assignment.root, look(assignment, assignment.root), Seed())
    assert found.regradings() == [f"graded again {why.recorded}: {REASON} (2 gained, 0 lost, 1 as before)"]
    assert json.loads(json.dumps(found.to_dict()))["students"][0]["regraded"][0]["reason"] == REASON


def test_a_reason_is_asked_for(assignment: Assignment) -> None:
    repair(assignment)
    for reason in (None, "  \n"):
        with pytest.raises(UserError, match="--reason TEXT"):
            again(assignment, reason=reason)
    assert Engine.graded == []


def resubmit(assignment: Assignment) -> None:
    submit(assignment, "bob", answered(assignment, double="WRONG", why="Because."))


def repair_back(assignment: Assignment) -> None:
    (assignment.root / "checks" / NAME / "double" / "checks.py").write_text("# a check, made worse\n")


def grade_by_hand(assignment: Assignment) -> None:
    with gradebook(assignment) as book:
        book.find_grade("double_check", "mini", NAME, "bob").manual_score = 2.0
        book.db.commit()


@pytest.mark.parametrize(("change", "again_graded"), [(resubmit, 1), (repair_back, 3), (grade_by_hand, 1)])
def test_what_changed_since_is_shown_once_more_and_not_written(
    assignment: Assignment, change: Callable[[Assignment], None], again_graded: int
) -> None:
    repair(assignment)
    again(assignment)
    change(assignment)
    before = everything(assignment.root)
    Engine.graded.clear()

    second = again(assignment, accept=True)

    assert everything(assignment.root) == before
    assert (second.written, second.again, second.ok) == (False, True, False)
    assert len(Engine.graded) == again_graded
    third = again(assignment, accept=True)
    assert third.written
    assert len(Engine.graded) == again_graded


def test_what_was_never_shown_is_not_written(assignment: Assignment) -> None:
    repair(assignment)
    first = again(assignment, accept=True)
    assert (first.written, first.again) == (False, True)
    assert scores(assignment) == BEFORE
    assert again(assignment, accept=True).written


def test_one_that_cannot_be_graded_keeps_what_it_has_and_stops_nobody(assignment: Assignment) -> None:
    submit(assignment, "bob", answered(assignment, triple="FAULT", why="Because."))
    submit(assignment, "dan", answered(assignment))
    repair(assignment)
    shown = again(assignment)
    assert not shown.ok
    assert next(one for one in shown.changes if one.student == "bob").note == "triple: a check of ours failed"
    assert shown.ungraded == 1

    accepted = again(assignment, accept=True)

    assert accepted.written
    assert scores(assignment) == {"ada": 4.0, "bob": 4.25, "cyd": 3.5}


def test_points_that_changed_and_exercises_that_were_added_or_renamed(assignment: Assignment) -> None:
    def change(source: nbformat.NotebookNode) -> None:
        cells = {one.metadata.get("nbgrader", {}).get("grade_id"): one for one in source.cells}
        cells["double_check"].metadata.nbgrader.points = 6
        for old, new in (("triple", "thrice"), ("triple_check", "thrice_check"), ("double_why", "why")):
            cells[old].metadata.nbgrader.grade_id = cells[old]["id"] = new
        body = "def more(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
        source.cells += [
            marked("code", body, "more", solution=True),
            marked("code", "assert more", "more_check", grade=True, locked=True, points=1),
        ]

    mend(assignment, change)
    before = everything(assignment.root)

    shown = again(assignment)

    assert everything(assignment.root) == before
    assert set(shown.points) == {
        "double is worth 6 instead of 3",
        "double_why is now called why",
        "more is new",
        "triple_check is now called thrice_check",
    }
    gains = {one.student: one.gain for one in shown.changes}
    assert gains == {"ada": 0.0, "bob": 1.5, "cyd": 3.0}
    assert again(assignment, accept=True).written
    assert scores(assignment) == {"ada": 4.0, "bob": 5.75, "cyd": 6.5}
    with gradebook(assignment) as book:
        assert book.find_grade("why", "mini", NAME, "bob").manual_score == 1.5
        assert book.find_comment("why", "mini", NAME, "bob").manual_comment == "well argued"
        assert book.find_grade("thrice_check", "mini", NAME, "cyd").manual_score == 0.5


def test_students_can_be_named(assignment: Assignment) -> None:
    shown = again(assignment, students=["cyd"])
    assert [(one.student, one.why, one.gain) for one in shown.changes] == [("cyd", ("asked for",), 0.0)]
    with pytest.raises(UserError, match="no submission of nobody"):
        again(assignment, students=["nobody"])


def test_nothing_to_do(assignment: Assignment) -> None:
    shown = again(assignment)
    assert shown.changes == ()
    assert shown.sentence() == "0 gain, 0 lose, 3 as before"
    assert shown.shown() == f"{NAME}: no score is stale, so nobody gains or loses (0 gain, 0 lose, 3 as before)"
    forced = again(assignment, students=["cyd"]).shown()
    assert forced == f"{NAME}: nobody gains or loses (0 gain, 0 lose, 1 as before; 1 asked for)"


def test_an_answer_that_was_never_begun_is_not_said_to_change(assignment: Assignment) -> None:
    """nbgrader gives it 0 without a person, and gives it again."""
    submit(assignment, "dan", answered(assignment))
    assert grade(assignment, assignment.root, Books, make_grader=Engine, progress=False, feedback=False).ok
    repair(assignment)

    shown = {one.student: one for one in again(assignment).changes}["dan"]

    assert shown.before["double_why"] == shown.after["double_why"] == 0.0
    assert shown.moved == {}


def test_points_given_by_hand_count_for_lateness_too(assignment: Assignment) -> None:
    """nbgrader counts a penalty once, from the score of that moment: what a person gives later would go untouched."""
    with gradebook(assignment) as book:
        book.find_grade("double_why", "mini", NAME, "ada").manual_score = 2.0
        book.find_grade("double_why", "mini", NAME, "cyd").manual_score = 2.0  # in time
        book.db.commit()

    shown = again(assignment)

    (ada,) = shown.changes
    assert (ada.student, ada.why) == ("ada", ("lateness takes 4.5 points of the present score, not 2.5",))
    assert (ada.totals, ada.gain, ada.note) == ((2.0, 0.0), -2.0, "late: 4.5 points off instead of 2.5")
    assert shown.rows == [ada]
    summary = grade(assignment, assignment.root, Books, make_grader=Engine, progress=False, feedback=False)
    assert [entry.student for entry in summary.entries if not entry.resumed] == ["ada"]
    with gradebook(assignment) as book:
        assert book.find_submission(NAME, "ada").late_submission_penalty == 4.5
    assert again(assignment).changes == ()


def test_a_late_rule_that_fails_makes_nothing_stale(assignment: Assignment) -> None:
    with (assignment.root / "nbgrader_config.py").open("a") as config:
        config.write(
            "from nbgrader.plugins import BasePlugin\n"
            "class Broken(BasePlugin):\n"
            "    def late_submission_penalty(self, *_): raise RuntimeError('broken')\n"
            "c.AssignLatePenalties.plugin_class = Broken\n"
        )
    assert look(assignment, assignment.root)["ada"].penalty_now is None


def test_table_and_json(assignment: Assignment) -> None:
    repair(assignment)
    shown = again(assignment)
    console = Console(width=120, record=True, file=(assignment.root / "out").open("w"))
    console.print(shown.table())
    text = console.export_text()
    assert REASON in text
    assert "double 1.5 → 3" in text
    assert "+1.5" in text
    assert "cyd" not in text  # nothing changes
    data = json.loads(json.dumps(shown.to_dict()))
    assert data["students"][1]["exercises"] == {"double": {"before": 1.5, "after": 3.0, "by_hand": False}}
    assert (data["students"][1]["before"], data["students"][1]["after"]) == (4.25, 5.75)


class TestForce:
    """`grade --student NAME --force`."""

    def run(self, assignment: Assignment, **options: object) -> dict[str, tuple[str, ...]]:
        summary = grade(
            assignment, assignment.root, Books, make_grader=Engine, progress=False, feedback=False, **options
        )
        return {entry.student: entry.why for entry in summary.entries}

    def test_named_students_are_graded_again(self, assignment: Assignment) -> None:
        assert self.run(assignment, students=["bob"], force=True) == {"bob": ("asked for",)}
        assert scores(assignment) == BEFORE
        assert sorted(path.stem for path in (assignment.root / "reports" / NAME).iterdir()) == ["ada", "bob", "cyd"]

    def test_only_the_named_are_graded(self, assignment: Assignment) -> None:
        repair(assignment)
        assert self.run(assignment, students=["bob"]) == {"bob": ("the checks changed",)}
        assert scores(assignment) == BEFORE | {"bob": 5.75}

    def test_everybody(self, assignment: Assignment) -> None:
        assert self.run(assignment, force=True) == dict.fromkeys(BEFORE, ("asked for",))

    def test_one_who_has_not_handed_in(self, assignment: Assignment) -> None:
        with pytest.raises(UserError, match="no submission of nobody"):
            self.run(assignment, students=["nobody"])
