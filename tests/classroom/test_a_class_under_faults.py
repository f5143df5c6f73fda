"""A class in random order: whatever happened to it, one `grade` later every score is right, and none before is wrong.

Steps are drawn by Hypothesis: students hand in, take back, hand in again; the grader is killed at any moment of
recording; checks, points and clocks change; the gradebook is copied, deleted, put back; a person grades; scores are
exported. The engine is one of words (miniature.py), but the words for full marks are those of the current check.

CLASS makes the class larger: CLASS=200 CLASS_EXAMPLES=1 takes one through it.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import autograder.files
from autograder.classroom.grade import grade
from autograder.course import Assignment, load
from autograder.errors import UserError
from autograder.lms.export import export
from autograder.lms.nbgrader.books import Books

STUDENTS = ("ada", "bob", "Smith [A]", "new\nline")
MORE = tuple(f"s{number:03}" for number in range(int(os.environ.get("CLASS", "0"))))  # who hand in at the beginning
WORDS = ("RIGHT", "HALF", "WRONG", "FAULT", "BROKEN")
WORTH = {"RIGHT": 1.0, "HALF": 0.5, "WRONG": 0.0}


class Killed(BaseException):
    """As SIGKILL: nothing of ours may catch it and go on."""


class StrictEngine(WordEngine):
    """The check in the course's file says what HALF is worth: the whole, once it was repaired."""

    def grade(self, notebook: Any, **options: Any) -> Any:
        repaired = "repaired" in (self.assignment.checks_dir / "double" / "checks.py").read_text()
        if repaired:
            notebook = nbformat.from_dict(notebook)
            for cell in notebook.cells:
                cell.source = cell.source.replace("HALF", "RIGHT")
        return super().grade(notebook, **options)


class ClassUnderFaults(RuleBasedStateMachine):
    """The class, and beside it what everybody's score should be."""

    root: Path
    template: Path

    @initialize()
    def begin(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.template, self.root)
        self.handed_in: dict[str, tuple[str, str]] = {}
        self.manual: dict[str, float] = {}
        self.points, self.repaired = 3.0, False
        self.copy: tuple[bytes, dict[str, float]] | None = None
        self.allowed: dict[str, set[float | None]] = {}  # what may be recorded until the next whole `grade`
        for number, student in enumerate(MORE):
            self.hand_in_words(student, WORDS[number % 3], WORDS[number % 2])

    @property
    def assignment(self) -> Assignment:
        return load(self.root, NAME)

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    def worth(self, student: str) -> float | None:
        """The automatic score that a whole `grade` must record; None for a fault of ours."""
        words = self.handed_in[student]
        if any(word in ("FAULT", "BROKEN") for word in words):
            return None
        double, triple = (1.0 if self.repaired and word == "HALF" else WORTH[word] for word in words)
        return self.points * double + triple

    def recorded(self) -> dict[str, float]:
        """Automatic scores in the gradebook; who has none is not there."""
        if not self.gradebook.exists():
            return {}
        found = {}
        with Gradebook(f"sqlite:///{self.gradebook}") as book:
            names = [one.name for one in book.assignments]
            for one in book.assignment_submissions(NAME) if NAME in names else ():
                scores = [grade.auto_score for notebook in one.notebooks for grade in notebook.grades]
                automatic = [grade for grade in scores if grade is not None]
                if automatic:
                    found[one.student_id] = sum(automatic)
        return found

    def grade(self) -> None:
        defaults: dict[str, Any] = {"make_grader": StrictEngine, "progress": False, "feedback": False}
        grade(self.assignment, self.root, Books, **defaults)

    @rule(student=st.sampled_from(STUDENTS), double=st.sampled_from(WORDS), triple=st.sampled_from(WORDS[:3]))
    def hand_in(self, student: str, double: str, triple: str) -> None:
        self.hand_in_words(student, double, triple)

    def hand_in_words(self, student: str, double: str, triple: str) -> None:
        self.handed_in[student] = double, triple
        submit(self.assignment, student, answered(self.assignment, double=double, triple=triple, why="Because."))
        self.allow(student)

    @precondition(lambda self: self.handed_in)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        student = data.draw(st.sampled_from(sorted(self.handed_in)))
        shutil.rmtree(self.root / "submitted" / student)
        del self.handed_in[student]

    @rule()
    def repair_the_check(self) -> None:
        self.repaired = not self.repaired
        text = "# a check" + (", repaired" if self.repaired else "")
        (self.assignment.checks_dir / "double" / "checks.py").write_text(text)
        self.allow(*self.handed_in)

    @rule()
    def change_the_points(self) -> None:
        from autograder.course.build import build

        self.points = 9.0 - self.points
        source = self.assignment.read_source()
        source.cells[3].metadata.nbgrader.points = self.points
        nbformat.write(source, self.assignment.notebook_path)
        build(self.assignment)
        self.allow(*self.handed_in)

    @precondition(lambda self: self.handed_in)
    @rule()
    def grade_the_class(self) -> None:
        self.grade()
        found = self.recorded()
        for student in self.handed_in:
            worth = self.worth(student)
            if worth is None:  # what there was is kept
                assert found.get(student) in self.allowed.get(student, {None}) | {None}
            else:
                assert found.get(student) == worth, student
                self.allowed[student] = {worth}
        assert not list(self.root.glob(".cache/staging*"))

    @precondition(lambda self: self.handed_in)
    @rule(step=st.integers(0, 40), how=st.sampled_from([Killed, OSError(28, "No space left on device")]))
    def grade_until_killed(self, step: int, how: Any) -> None:
        """End it at one of the moments at which something reaches the disk."""
        with faults(step * (1 + len(MORE) // len(STUDENTS)), how), suppress(Killed, UserError):
            self.grade()

    @rule()
    def delete_the_gradebook(self) -> None:
        self.gradebook.unlink(missing_ok=True)
        self.manual.clear()

    @precondition(lambda self: self.gradebook.exists())
    @rule()
    def copy_the_gradebook(self) -> None:
        self.copy = self.gradebook.read_bytes(), dict(self.manual)
        self.kept = {student: set(scores) for student, scores in self.allowed.items()}

    @precondition(lambda self: self.copy is not None)
    @rule()
    def put_the_copy_back(self) -> None:
        assert self.copy is not None
        self.gradebook.write_bytes(self.copy[0])
        self.manual = dict(self.copy[1])
        for student, scores in self.kept.items():
            self.allowed.setdefault(student, set()).update(scores)

    @precondition(lambda self: self.recorded())
    @rule(data=st.data(), score=st.sampled_from([0.5, 2.0]))
    def grade_by_hand(self, data: st.DataObject, score: float) -> None:
        student = data.draw(st.sampled_from(sorted(self.recorded())))
        with Gradebook(f"sqlite:///{self.gradebook}") as book:
            book.find_grade("double_why", "mini", NAME, student).manual_score = score
            book.db.commit()
        self.manual[student] = score

    @precondition(lambda self: self.recorded())
    @rule()
    def export_the_scores(self) -> None:
        made = export(self.assignment, self.root, "csv", allow_incomplete=True)
        found = self.recorded()
        with made.path.open(newline="") as file:
            for row in csv.DictReader(file):
                student = row["student"]
                if student not in found or student not in self.manual:
                    assert row["score"] == "", student
                else:
                    assert float(row["score"]) == found[student] + self.manual[student]

    @invariant()
    def nothing_wrong_is_recorded(self) -> None:
        """Also in the midst of it all: a score is one that the student had at some time, and whole."""
        if not hasattr(self, "allowed"):
            return
        for student, score in self.recorded().items():
            assert score in self.allowed[student], (student, score, self.allowed[student])
        if self.manual:
            with Gradebook(f"sqlite:///{self.gradebook}") as book:
                for student, score in self.manual.items():
                    assert book.find_grade("double_why", "mini", NAME, student).manual_score == score

    def allow(self, *students: str) -> None:
        for student in students:
            worth = self.worth(student)
            if worth is not None:
                self.allowed.setdefault(student, set()).add(worth)


@contextmanager
def faults(step: int, how: BaseException | type[BaseException]) -> Iterator[None]:
    """Raise `how` in place of the `step`-th thing that is written: a commit, a flush, a file."""
    left = step

    def counting(original: Any) -> Any:
        def instead(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                if isinstance(how, OSError) and original in (commit, flush):
                    raise OperationalError("INSERT", {}, Exception("database or disk is full"))
                raise how
            return original(*arguments, **options)

        return instead

    commit, flush = Session.commit, Session.flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "commit", counting(commit))
        patch.setattr(Session, "flush", counting(flush))
        patch.setattr(os, "replace", counting(os.replace))
        patch.setattr(nbformat, "write", counting(nbformat.write))
        patch.setattr("autograder.classroom.grade.write_whole", counting(autograder.files.write_whole))
        yield


@pytest.mark.slow
def test_whatever_happens_to_a_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grade_in_process(monkeypatch)
    template = make_course(tmp_path / "template").root
    with (template / "nbgrader_config.py").open("a") as config:
        config.write("c.AutograderCourse.checks = 'checks'\n")
    (template / "checks" / NAME / "double").mkdir(parents=True)
    (template / "checks" / NAME / "double" / "checks.py").write_text("# a check")
    # The configuration that make_course writes names the course's folder, which is the copy's from here on.
    for path in (template / "nbgrader_config.py",):
        path.write_text(path.read_text().replace(str(template), str(tmp_path / "course")))

    class Here(ClassUnderFaults):
        root = tmp_path / "course"

    Here.template = template
    examples = int(os.environ.get("CLASS_EXAMPLES", "6"))
    Here.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        derandomize="CLASS_EXAMPLES" not in os.environ,
        suppress_health_check=list(HealthCheck),
    )
    Here.TestCase("runTest").runTest()
