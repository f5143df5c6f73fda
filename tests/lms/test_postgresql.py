"""The gradebook on a PostgreSQL server, which this module starts: everything that SQLite's can, end to end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

from autograder.classroom.grade import grade
from autograder.classroom.record import Regraded
from autograder.classroom.status import status
from autograder.classroom.summary import Summary
from autograder.course import Assignment
from autograder.course.config import read_config
from autograder.course.seed import Seed
from autograder.errors import GradingError, UserError
from autograder.lms.export import export
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.look import look

pytest.importorskip("psycopg", reason="the driver of PostgreSQL is not installed")
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
INITDB = str(PROGRAMS[-1]) if PROGRAMS else shutil.which("initdb")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(INITDB is None, reason="no PostgreSQL server is installed (Debian: apt install postgresql)"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server's socket folder. Its programs refuse to run as root: then it is another user's."""
    assert INITDB is not None
    programs = Path(INITDB).resolve().parent
    user = next((one.pw_name for one in pwd.getpwall() if one.pw_name in ("postgres", "nobody")), None)
    as_whom = ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"]
    before = as_whom if os.geteuid() == 0 and user else []
    # A socket's path must be short, and the other user must get there: not below the test's own folder.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if before:
        shutil.chown(folder, user)
    settings = f"-k {folder} -h '' -F"  # a socket in that folder, no network, no waiting for the disk

    def run(program: str, *arguments: str) -> None:
        command = [*before, str(programs / program), "-D", str(folder / "data"), *arguments]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr

    try:
        run("initdb", "-A", "trust", "-U", "teacher", "-E", "UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    from sqlalchemy import create_engine, text

    name = f"course_{abs(hash(request.node.name))}"
    admin = create_engine(f"postgresql://teacher@/postgres?host={server}", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"postgresql://teacher@/{name}?host={server}"


@pytest.fixture
def assignment(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    grade_in_process(monkeypatch)
    made = make_course(tmp_path / "course")
    with (made.root / "nbgrader_config.py").open("a") as config:
        config.write(f"c.CourseDirectory.db_url = {url!r}\n")
    return made


def run(assignment: Assignment, **options: object) -> Summary:
    given = {"make_grader": WordEngine, "feedback": False, "progress": False}
    return grade(assignment, assignment.root, Books, **(given | options))


def scores(url: str) -> dict[str, float]:
    with Gradebook(url) as book:
        return {one.student_id: one.score for one in book.assignment_submissions(NAME)}


def test_a_class_is_graded_recorded_looked_at_and_exported(assignment: Assignment, url: str) -> None:
    submit(assignment, "ada", answered(assignment, why="Because."))
    submit(assignment, "bob", answered(assignment, double="HALF"))
    late = submit(assignment, "zoë", answered(assignment))
    (late / "timestamp.txt").write_text("2026-11-03 12:00:00 UTC")
    with Gradebook(url) as book:
        book.add_assignment(NAME, duedate="2026-11-01 10:00:00 UTC")

    assert run(assignment, feedback=True).ok

    assert scores(url) == {"ada": 4.0, "bob": 2.5, "zoë": 4.0}
    assert not (assignment.root / "gradebook.db").exists()
    assert (assignment.root / "feedback" / "bob" / NAME / "mini.html").is_file()
    assert all(entry.resumed for entry in run(assignment, feedback=True).entries)

    with Gradebook(url) as book:
        book.find_grade("double_why", "mini", NAME, "ada").manual_score = 1.5
        book.db.commit()
    submit(assignment, "ada", answered(assignment, double="HALF", why="Because."))
    summary = run(assignment)
    assert [entry.student for entry in summary.entries if not entry.resumed] == ["ada"]
    assert scores(url)["ada"] == 4.0  # what a person gave is kept
    found = status(assignment, assignment.root, look(assignment, assignment.root), Seed())
    assert not any(one.stale for one in found.standings)
    made = export([assignment], assignment.root, "csv", None, allow_incomplete=True)
    assert "zoë" in Path(made.path).read_text()
    found = status(assignment, assignment.root, look(assignment, assignment.root), Seed())
    assert {one.student for one in found.standings if one.exported} >= {"ada"}


def test_scores_and_record_change_together_or_not_at_all(
    assignment: Assignment, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(assignment, "ada", answered(assignment))
    run(assignment)
    submit(assignment, "ada", answered(assignment, double="WRONG"))
    with monkeypatch.context() as patch:
        patch.setattr(records, "keep", lambda *_: (_ for _ in ()).throw(ValueError("in the midst")))
        assert not run(assignment).ok
    assert scores(url) == {"ada": 4.0}
    kept = look(assignment, assignment.root)["ada"]
    assert kept.record is not None
    assert kept.scores == kept.record.scores
    assert kept.scores["double_check"] == 3.0
    assert run(assignment).ok
    assert scores(url) == {"ada": 1.0}


def test_nbgraders_own_commands_leave_the_same_record(assignment: Assignment, url: str, monkeypatch) -> None:
    """`begin` and `keep` of a way in that has no transaction for all of it."""
    with Books(assignment.root, assignment) as books:
        books.register()
    submit(assignment, "ada", answered(assignment))
    run(assignment)
    with Gradebook(url) as book:
        session = book.db()
        records.begin(session, NAME, "ada")
        records.keep_why(session, NAME, "ada", Regraded("2026", "why", {"double": 1.0}, {"double": 2.0}))
        session.commit()
    known = look(assignment, assignment.root)["ada"]
    assert known.record is not None
    assert not known.record.whole
    assert known.regraded[0].reason == "why"
    config = read_config(assignment.root)
    api = NbGraderAPI(coursedir=CourseDirectory(config=config, root=str(assignment.root)), config=config)
    assert "ada" in api.get_autograded_students(NAME) or api.get_student("ada")


def test_two_heads_and_no_server_are_said(assignment: Assignment, url: str, tmp_path: Path) -> None:
    submit(assignment, "ada", answered(assignment))
    with Books(assignment.root, assignment):
        (assignment.root / ".cache" / f"grading_{NAME}.lock").unlink()  # as on another machine
        with pytest.raises(UserError, match="is being graded by another process at this moment"):
            run(assignment)
    assert run(assignment).ok
    with (assignment.root / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.db_url = 'postgresql://teacher:secret@127.0.0.1:9/course'\n")
    with pytest.raises((UserError, GradingError), match="cannot be reached") as caught:
        run(assignment)
    assert "secret" not in str(caught.value)
