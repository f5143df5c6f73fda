"""docs/faults.md, row by row: what is printed, and that afterwards every score is the undisturbed run's.

Disks that are full or read-only are real ones, mounted in a namespace of the test's own; processes are really killed.
"""

from __future__ import annotations

import datetime
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import arena
import nbformat
import psutil
import pytest
from miniature import CONFIG, NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook

from autograder.boundary import mishap
from autograder.boundary.process import Process
from autograder.classroom.grade import grade
from autograder.course import Assignment
from autograder.course.build import build
from autograder.course.seed import secret_seed
from autograder.engine.engine import Engine
from autograder.engine.notebook_run import NotebookRun
from autograder.errors import UserError
from autograder.lms.nbgrader import records
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.copies import copies

WORTH = {"RIGHT": 4.0, "HALF": 2.5, "WRONG": 1.0}
WANTED = {f"s{number}": list(WORTH.values())[number % 3] for number in range(9)}
PAGE = CONFIG / "docs" / "faults.md"
ROWS = dict(re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", PAGE.read_text(), flags=re.MULTILINE)[1:])  # without the head
TRIED: set[str] = set()
NAMESPACES = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "true"], capture_output=True).returncode
in_a_namespace = pytest.mark.skipif(NAMESPACES != 0, reason="this machine allows no namespaces")


def check_row(fault: str, printed: str) -> None:
    """Whether what was printed is what the page says; nothing where it says nothing."""
    TRIED.add(fault)
    text = " ".join(printed.split())
    for promised in re.findall("`(.+?)`", ROWS[fault]):
        assert re.search(".*?".join(map(re.escape, promised.split("…"))), text), (promised, text)


@pytest.fixture
def course(tmp_path: Path) -> Assignment:
    made = make_course(tmp_path / "course")
    for number, student in enumerate(WANTED):
        submit(made, student, answered(made, double=list(WORTH)[number % 3], why="Because."))
    (made.root / "run.py").write_text(
        textwrap.dedent(f"""
        import sys
        sys.path[:0] = {sys.path!r}
        from miniature import WordEngine
        import autograder.classroom.grade as module
        module.engine_for = WordEngine
        from autograder.cli import main
        if __name__ == "__main__":
            main(["grade", {NAME!r}, *sys.argv[1:]])
        """)
    )
    return made


@pytest.fixture
def here(course: Assignment, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    """The course, for a `grade` in this process."""
    grade_in_process(monkeypatch)
    return course


def attempt(assignment: Assignment, capsys: pytest.CaptureFixture[str], **options: object) -> str:
    """Grade in this process; returns everything that a user would read."""
    defaults = {"make_grader": WordEngine, "seed": secret_seed(assignment)}
    try:
        summary = grade(assignment, assignment.root, Books, **(defaults | options))
        said = summary.sentence()
    except UserError as error:
        said = f"error: {error}"
    return capsys.readouterr().err + said


def scores(assignment: Assignment) -> dict[str, float]:
    if not (assignment.root / "gradebook.db").exists():
        return {}
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        found = [(one.student_id, one.score) for one in book.assignment_submissions(assignment.name)]
    assert len(found) == len(dict(found))
    return dict(found)


def nothing_is_left(assignment: Assignment) -> None:
    assert not list(assignment.root.glob(".cache/staging*"))
    assert not list(assignment.root.rglob(".*.json.*"))
    assert not list(assignment.root.glob("gradebook.db-*"))
    assert not list(assignment.root.glob("gradebook_copies/.*"))


def whole_afterwards(assignment: Assignment, capsys: pytest.CaptureFixture[str]) -> None:
    attempt(assignment, capsys)
    assert scores(assignment) == WANTED
    assert "9 unchanged, as recorded" in attempt(assignment, capsys)
    nothing_is_left(assignment)


class TestProcesses:
    """`grade` as a process of its own."""

    def start(self, course: Assignment) -> subprocess.Popen[str]:
        command = [sys.executable, str(course.root / "run.py")]
        process = subprocess.Popen(
            command, cwd=course.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("[3/9]"):
                return process
        pytest.fail("it ended too soon")

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("number", "fault"),
        [
            (signal.SIGKILL, "`grade` is killed (kill -9, a power cut)"),
            (signal.SIGTERM, "Ctrl-C, or the system shuts down"),
        ],
    )
    def test_ended(
        self,
        course: Assignment,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        number: int,
        fault: str,
    ) -> None:
        for student in list(WANTED)[3::3]:
            submit(course, student, answered(course, double="SLOW", triple="SLOW", why="Because."))
        process = self.start(course)
        workers = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        printed = process.communicate(timeout=60)[1]
        assert not psutil.wait_procs(workers, timeout=20)[1]
        so_far = scores(course)
        assert 2 <= len(so_far) < 9
        assert so_far.items() <= WANTED.items()
        grade_in_process(monkeypatch)
        if number == signal.SIGKILL:
            printed += attempt(course, capsys)
        check_row(fault, printed)
        whole_afterwards(course, capsys)


@in_a_namespace
@pytest.mark.slow
class TestDisks:
    def grade_mounted(self, course: Assignment, mounts: str) -> str:
        script = f"cd / && {mounts} && cd {course.root} && {sys.executable} run.py; {sys.executable} -c 'pass'"
        done = subprocess.run(
            ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script],
            capture_output=True,
            text=True,
            timeout=200,
            env=os.environ | {"COLUMNS": "400"},
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr + done.stdout

    def on_a_disk_with(self, course: Assignment, free_kib: int) -> str:
        """Grade on a disk of its own with so much room left; what it holds in the end is what the course holds then."""
        outside = course.root.with_name("outside")
        course.root.rename(outside)
        course.root.mkdir()
        size = sum(path.stat().st_size for path in outside.rglob("*")) // 1024 + 4 * len(list(outside.rglob("*")))
        mounts = (
            f"mount -t tmpfs -o size={size + 4096}k tmpfs {course.root} && cp -a {outside}/. {course.root} && "
            f"left=$(df -k --output=avail {course.root} | tail -1) && "
            f"dd if=/dev/zero of={course.root}/fill bs=1k count=$((left - {free_kib})) 2>/dev/null"
        )
        script_end = f"rm {course.root}/fill; rm -rf {outside}; cp -a {course.root} {outside}"
        printed = self.grade_mounted(course, mounts + f" && trap '{script_end}' EXIT")
        course.root.rmdir()
        outside.rename(course.root)
        return printed

    def test_full_from_the_start(
        self, here: Assignment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        attempt(here, capsys)
        submit(here, "s1", answered(here, double="WRONG", why="Because."))
        printed = self.on_a_disk_with(here, 4)
        check_row("the disk is full from the start", printed)
        assert scores(here) == WANTED
        submit(here, "s1", answered(here, double="HALF", why="Because."))
        whole_afterwards(here, capsys)

    def test_filling_up(self, here: Assignment, capsys: pytest.CaptureFixture[str]) -> None:
        printed = self.on_a_disk_with(here, 450)
        check_row("the disk fills up in the midst", printed)
        so_far = scores(here)
        assert 0 < len(so_far) < 9
        assert so_far.items() <= WANTED.items()
        whole_afterwards(here, capsys)

    @pytest.mark.parametrize("place", ["gradebook.db", ".", "autograded", "reports", ".cache", "gradebook_copies"])
    def test_read_only(self, here: Assignment, capsys: pytest.CaptureFixture[str], place: str) -> None:
        attempt(here, capsys)
        submit(here, "s1", answered(here, double="WRONG", why="Because."))
        (here.root / "gradebook_copies").mkdir()
        target = here.root / place
        mounts = f"mount --bind {target} {target} && mount -o remount,bind,ro {target}"
        printed = self.grade_mounted(here, mounts)
        rows = {"gradebook.db": "the gradebook is read-only"}
        rows["gradebook_copies"] = "the folder of the safety copies is read-only"
        check_row(rows.get(place, "a folder is read-only"), printed)
        assert str(target.resolve()) in printed
        assert scores(here) == WANTED
        submit(here, "s1", answered(here, double="HALF", why="Because."))
        whole_afterwards(here, capsys)


class TestGradebooks:
    def test_locked_for_a_minute(
        self, here: Assignment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A minute of six seconds: longer than SQLite waits unless told otherwise, and than we wait without a word."""
        attempt(here, capsys)
        submit(here, "s0", answered(here, double="HALF", why="Because."))
        monkeypatch.setattr("autograder.lms.nbgrader.one_gradebook._UNSAID_S", 0.2)
        other = sqlite3.connect(here.root / "gradebook.db", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN EXCLUSIVE")
        threading.Timer(6, other.rollback).start()
        started = time.monotonic()
        printed = attempt(here, capsys)
        assert time.monotonic() - started > 5
        check_row("the gradebook is locked for a minute", printed)
        assert scores(here) == WANTED | {"s0": 2.5}
        submit(here, "s0", answered(here, why="Because."))
        whole_afterwards(here, capsys)

    def test_staying_locked(
        self, here: Assignment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("autograder.lms.nbgrader.one_gradebook._PATIENCE_MS", 100)
        attempt(here, capsys)
        submit(here, "s0", answered(here, double="HALF", why="Because."))
        other = sqlite3.connect(here.root / "gradebook.db", isolation_level=None, check_same_thread=False)

        class Locking(WordEngine):
            def grade(self, *given: object, **options: object) -> object:
                other.execute("BEGIN IMMEDIATE")
                return super().grade(*given, **options)

        printed = attempt(here, capsys, make_grader=Locking)
        other.rollback()
        check_row("the gradebook stays locked", printed)
        assert scores(here) == WANTED
        submit(here, "s0", answered(here, why="Because."))
        whole_afterwards(here, capsys)

    def test_damaged(self, here: Assignment, capsys: pytest.CaptureFixture[str]) -> None:
        attempt(here, capsys)
        attempt(here, capsys)
        gradebook = here.root / "gradebook.db"
        data = gradebook.read_bytes()
        gradebook.write_bytes(data[:9000] + b"\0" * 4000 + data[13000:])
        check_row("the gradebook is damaged", attempt(here, capsys))
        shutil.copy(copies(gradebook)[0], gradebook)
        whole_afterwards(here, capsys)

    def test_deleted(self, here: Assignment, capsys: pytest.CaptureFixture[str]) -> None:
        attempt(here, capsys)
        (here.root / "gradebook.db").unlink()
        check_row("the gradebook is deleted", attempt(here, capsys))
        whole_afterwards(here, capsys)

    def test_two_at_once(self, here: Assignment, capsys: pytest.CaptureFixture[str]) -> None:
        with Books(here.root, here):
            check_row("two `grade` at once", attempt(here, capsys))
        whole_afterwards(here, capsys)


def test_the_clock_is_set_back(
    here: Assignment, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is decided by a clock: files from before 2000 are new, copies go on counting, lateness stays."""
    for student, day in (("s0", 1), ("s3", 3)):
        (here.root / "submitted" / student / NAME / "timestamp.txt").write_text(f"2026-11-0{day} 12:00:00 UTC")
    with Gradebook(f"sqlite:///{here.root}/gradebook.db") as book:
        book.add_assignment(NAME, duedate="2026-11-02 10:00:00 UTC")
    (here.root / "nbgrader_config.py").open("a").write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    attempt(here, capsys)
    before = penalties(here)
    assert before == dict.fromkeys(WANTED, 0.0) | {"s3": 4.0}
    attempt(here, capsys)
    newest = copies(here.root / "gradebook.db")[0].name

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return datetime.datetime(1999, 1, 1, tzinfo=tz)

    monkeypatch.setattr(records.datetime, "datetime", Clock)
    submit(here, "s1", answered(here, double="WRONG", why="Because."))
    for path in [here.root, *here.root.rglob("*")]:
        os.utime(path, (915_148_800, 915_148_800))

    check_row("the clock is set back", attempt(here, capsys))

    assert scores(here)["s1"] == 1.0
    assert penalties(here) == before
    attempt(here, capsys)
    assert copies(here.root / "gradebook.db")[0].name > newest
    submit(here, "s1", answered(here, double="HALF", why="Because."))
    whole_afterwards(here, capsys)


def penalties(assignment: Assignment) -> dict[str, float]:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        return {one.student_id: one.late_submission_penalty or 0.0 for one in book.assignment_submissions(NAME)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("DEAD_ONCE:{}", "a grading process is killed, once"),
        ("DEAD", "a grading process is killed, every time"),
    ],
)
def test_a_grading_process_is_killed(
    course: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str, fault: str
) -> None:
    submit(course, "s3", answered(course, double=word.format(tmp_path / "mark"), why="Because."))
    printed = attempt(course, capsys, jobs=2)
    check_row(fault, printed)
    assert scores(course) == (WANTED if "once" in fault else {k: v for k, v in WANTED.items() if k != "s3"})
    assert "error" in printed or "once" in fault
    submit(course, "s3", answered(course, why="Because."))
    whole_afterwards(course, capsys)


class Disturbed:
    """The real engine; a mishap befalls it while the last check of all asks, as often as the course's file says."""

    def __init__(self, assignment: Assignment) -> None:
        self.engine = Engine(assignment, limits=arena.BRIEF)
        self.left = assignment.root / "mishaps"

    def grade(self, notebook: nbformat.NotebookNode, **options: object) -> object:
        kind, times = self.left.read_text().split()
        snapshot, count = NotebookRun.snapshot, 0

        def disturbed(run: NotebookRun) -> Process:
            nonlocal count
            count += 1
            process = snapshot(run)
            if count == len(arena.EXERCISES) and int(times):
                self.left.write_text(f"{kind} {int(times) - 1}")
                self.befall(kind, process)
            return process

        kills = mishap.kills()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(NotebookRun, "snapshot", disturbed)
            patch.setattr(mishap, "kills", lambda: kills + (self.left.read_text() != f"{kind} {times}"))
            if kind == "sandbox":
                patch.setattr(mishap, "kills", lambda: kills)
            return self.engine.grade(notebook, **options)

    def befall(self, kind: str, process: Process) -> None:
        if kind == "memory":  # as the kernel does it
            psutil.Process(process.pid).kill()
            return
        inside = psutil.Process(self.engine._sandbox._zygote.process.pid).children(recursive=True)
        zygote = next(one for one in inside if one.name().startswith("python"))
        zygote.kill()
        zygote.wait(10)

    def close(self) -> None:
        self.engine.close()


@pytest.fixture
def arena_course(tmp_path: Path) -> Iterator[Assignment]:
    """Two students with the real engine; nothing stands behind the last check, which asks for a second of time."""
    made = arena.make(tmp_path / "arena")
    (made.root / "nbgrader_config.py").write_text(
        f"load_subconfig('nbgrader_config.py', path={str(CONFIG)!r})\n"
        f"c = get_config()\nc.AutograderCourse.checks = {str(arena.CHECKS)!r}\n"
    )
    build(made)
    for student, answers in {"ada": {}, "bob": {"second": "def second(x):\n    return x"}}.items():
        notebook = arena.notebook(**answers)
        notebook.cells.pop()
        submit(made, student, notebook, name="arena.ipynb")
    yield made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mishaps", "fault"),
    [
        ("sandbox 1", "the sandbox is killed, once"),
        ("sandbox 3", "the sandbox is killed, every time"),
        ("memory 1", "the machine is short of memory, once"),
        ("memory 3", "the machine is short of memory, every time"),
    ],
)
def test_what_befalls_the_sandbox(
    arena_course: Assignment, capsys: pytest.CaptureFixture[str], mishaps: str, fault: str
) -> None:
    (arena_course.root / "mishaps").write_text(mishaps)
    printed = attempt(arena_course, capsys, make_grader=Disturbed, feedback=False)
    check_row(fault, printed)
    wanted = {"ada": 8.0, "bob": 6.0}
    found = scores(arena_course)
    assert found == wanted if "once" in fault else (len(found) == 1 and found.items() <= wanted.items())
    attempt(arena_course, capsys, make_grader=Disturbed, feedback=False)
    assert scores(arena_course) == wanted
    nothing_is_left(arena_course)


def test_every_row_is_tried(request: pytest.FixtureRequest) -> None:
    source = Path(__file__).read_text()
    assert {fault for fault in ROWS if f'"{fault}"' not in source} == set()
    names = {item.name for item in request.session.items if item.path == Path(__file__)}
    if len(names) > 20 and NAMESPACES == 0:  # nothing was left out
        assert set(ROWS) == TRIED
