"""Real processes, really killed: no score is lost, wrong or there twice, and nothing is left lying.

CLASS and KILLS make it larger: CLASS=200 KILLS=50 is a night before grades are due.
"""

import os
import random
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook

from autograder.classroom.grade import grade
from autograder.course import Assignment
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import look

CLASS, KILLS = int(os.environ.get("CLASS", "12")), int(os.environ.get("KILLS", "3"))
WORTH = {"RIGHT": 4.0, "HALF": 2.5, "WRONG": 1.0}


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    made = make_course(tmp_path / "course")
    for number, word in zip(range(CLASS), list(WORTH) * CLASS, strict=False):
        submit(made, f"s{number:03}", answered(made, double=word, why="Because."))
    (made.root / "run.py").write_text(
        textwrap.dedent(f"""
        import sys
        sys.path[:0] = {sys.path!r}
        from pathlib import Path
        from miniature import WordEngine
        from autograder.course import load
        from autograder.lms.nbgrader.books import Books
        from autograder.classroom.grade import grade
        if __name__ == "__main__":
            root = Path({str(made.root)!r})
            grade(load(root, {NAME!r}), root, Books, make_grader=WordEngine, jobs=2)
        """)
    )
    return made


def start(assignment: Assignment) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, assignment.root / "run.py"], stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for(process: subprocess.Popen, number: int) -> None:
    """Read what it says until it has recorded so many of them."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("grading") if number == 0 else re.match(rf"\[ *{number}/", line):
            return
    pytest.fail("it ended too soon")


def recorded(assignment: Assignment) -> dict[str, float]:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        found = [(one.student_id, one.score) for one in book.assignment_submissions(NAME)]
    assert len(found) == len(dict(found))
    return dict(found)


def wanted() -> dict[str, float]:
    return {f"s{number:03}": word for number, word in zip(range(CLASS), list(WORTH.values()) * CLASS, strict=False)}


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=20)[1]


@pytest.mark.slow
def test_killed_at_random_moments(assignment: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(15)
    for _ in range(KILLS):
        process = start(assignment)
        wait_for(process, draw.randint(0, max(1, CLASS // KILLS)))
        time.sleep(draw.uniform(0, 0.3))
        assert process.poll() is None
        workers = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.communicate()
        assert gone(workers)
        if (assignment.root / "gradebook.db").exists():
            found = recorded(assignment)
            assert found == {student: score for student, score in wanted().items() if student in found}

    grade_in_process(monkeypatch)
    summary = grade(assignment, assignment.root, Books, make_grader=WordEngine, progress=False)

    assert summary.ok
    assert recorded(assignment) == wanted()
    assert all(one.record and one.record.whole and one.feedback for one in look(assignment, assignment.root).values())
    assert sorted(path.stem for path in (assignment.root / "reports" / NAME).iterdir()) == sorted(wanted())
    assert not list(assignment.root.glob(".cache/staging*"))
    assert not list(assignment.root.rglob(".*.json.*"))
    assert not list(assignment.root.glob("gradebook.db-*"))


@pytest.mark.slow
def test_asked_to_terminate_it_ends_as_by_ctrl_c(assignment: Assignment) -> None:
    for student in wanted():
        submit(assignment, student, answered(assignment, double="SLOW", why="Because."))
    process = start(assignment)
    wait_for(process, 2)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    rest = process.communicate(timeout=60)[1]
    assert "KeyboardInterrupt" in rest
    assert gone(workers)
    assert not list(assignment.root.glob(".cache/staging*"))
    found = recorded(assignment)
    assert 2 <= len(found) < CLASS
    assert set(found.values()) == {4.0}
