"""The record of a submission: what makes it stale, that it goes where the gradebook goes, that all ways in keep it."""

import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from miniature import NAME, WordEngine, answered, grade_in_process, make_course, submit
from nbgrader.api import Gradebook
from nbgrader.apps import NbGrader, NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

import autograder.lms.nbgrader.preprocessors as plugin
from autograder.boundary.sandbox import Sandbox
from autograder.classroom import machine
from autograder.classroom import record as module
from autograder.classroom.grade import grade
from autograder.classroom.status import status
from autograder.classroom.summary import Summary
from autograder.course import Assignment, load
from autograder.course.build import build
from autograder.course.seed import Seed, secret_seed
from autograder.errors import UserError
from autograder.lms.export import export
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.copies import FOLDER
from autograder.lms.nbgrader.look import listed, look


@pytest.fixture
def assignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Assignment:
    """Two students, graded; the course has checks of its own."""
    grade_in_process(monkeypatch)
    made = make_course(tmp_path / "course")
    with (made.root / "nbgrader_config.py").open("a") as config:
        config.write("c.AutograderCourse.checks = 'checks'\n")
    (made.root / "checks" / NAME / "double" / "wheats").mkdir(parents=True)
    (made.root / "checks" / NAME / "double" / "checks.py").write_text("# a check\n")
    made = load(made.root, NAME)
    for student in ("ada", "bob"):
        submit(made, student, answered(made, why="Because."))
    assert run(made).ok
    return made


def run(assignment: Assignment, **options: object) -> Summary:
    defaults = {"make_grader": WordEngine, "feedback": False, "progress": False}
    return grade(load(assignment.root, NAME), assignment.root, Books, **(defaults | options))


def whys(summary: Summary) -> dict[str, tuple[str, ...]]:
    return {entry.student: entry.why for entry in summary.entries}


def scores(assignment: Assignment) -> dict[str, float]:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        return {one.student_id: one.score for one in book.assignment_submissions(NAME)}


def mend_source(assignment: Assignment, change: Callable[[nbformat.NotebookNode], None]) -> None:
    source = assignment.read_source()
    change(source)
    nbformat.write(source, assignment.notebook_path)
    build(load(assignment.root, NAME))


def test_nothing_is_graded_twice(assignment: Assignment) -> None:
    summary = run(assignment)
    assert all(entry.resumed for entry in summary.entries)
    assert summary.sentence() == "2 unchanged, as recorded"
    assert {entry.score for entry in summary.entries} == {4.0}


def test_a_deleted_gradebook_takes_the_records_along(assignment: Assignment) -> None:
    (assignment.root / "gradebook.db").unlink()
    assert whys(run(assignment)) == dict.fromkeys(("ada", "bob"), ("not graded yet",))
    assert scores(assignment) == {"ada": 4.0, "bob": 4.0}


def test_an_older_gradebook_has_the_older_records(assignment: Assignment, tmp_path: Path) -> None:
    shutil.copy(assignment.root / "gradebook.db", tmp_path)
    submit(assignment, "ada", answered(assignment, double="HALF", why="Because."))
    submit(assignment, "cyd", answered(assignment, why="Because."))
    run(assignment)
    assert scores(assignment) == {"ada": 2.5, "bob": 4.0, "cyd": 4.0}
    shutil.copy(tmp_path / "gradebook.db", assignment.root)

    summary = run(assignment)

    assert not any(entry.resumed for entry in summary.entries if entry.student in ("ada", "cyd"))
    assert next(entry for entry in summary.entries if entry.student == "bob").resumed
    assert scores(assignment) == {"ada": 2.5, "bob": 4.0, "cyd": 4.0}


def change_points(assignment: Assignment) -> None:
    def change(source: nbformat.NotebookNode) -> None:
        source.cells[3].metadata.nbgrader.points = 30

    mend_source(assignment, change)


def change_wording(assignment: Assignment) -> None:
    def change(source: nbformat.NotebookNode) -> None:
        source.cells[0].source += ", in better words"

    mend_source(assignment, change)


def of_bob(name: str, text: str) -> Callable[[Assignment], None]:
    return lambda assignment: (assignment.root / "submitted" / "bob" / NAME / name).write_text(text) and None


def of_the_checks(name: str) -> Callable[[Assignment], None]:
    return lambda assignment: (assignment.root / "checks" / NAME / name).write_text("# another") and None


@pytest.mark.parametrize(
    ("change", "why", "who"),
    [
        (change_points, "the points changed", ("ada", "bob")),
        (change_wording, "the source notebook or its data changed", ("ada", "bob")),
        (of_the_checks("double/checks.py"), "the checks changed", ("ada", "bob")),
        (of_the_checks("common.py"), "the checks changed", ("ada", "bob")),
        (of_bob("data.csv", "1"), "the files beside the notebook changed", ("bob",)),
        (of_bob("timestamp.txt", "2026-11-03 12:00:00 UTC"), "the timestamp changed", ("bob",)),
    ],
)
def test_whatever_changes_makes_stale_and_is_named(
    assignment: Assignment, change: Callable[[Assignment], None], why: str, who: tuple[str, ...]
) -> None:
    change(assignment)
    before = status(load(assignment.root, NAME), assignment.root, look(assignment, assignment.root), Seed())
    assert {one.student: one.stale for one in before.standings if one.stale} == dict.fromkeys(who, (why,))
    summary = run(assignment)
    assert {student: found for student, found in whys(summary).items() if found} == dict.fromkeys(who, (why,))
    assert why in summary.sentence()
    assert not any(run(assignment).to_dict()["students"][n]["why"] for n in range(2))


def test_changed_points_reach_every_score(assignment: Assignment) -> None:
    change_points(assignment)
    run(assignment)
    assert scores(assignment) == {"ada": 31.0, "bob": 31.0}


def test_wheats_play_no_part(assignment: Assignment) -> None:
    (assignment.root / "checks" / NAME / "double" / "wheats" / "another.py").write_text("pass")
    assert all(entry.resumed for entry in run(assignment).entries)


def test_seed_device_and_versions_are_part_of_the_standard(
    assignment: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whys(run(assignment, seed=Seed(7, secret=True)))["ada"] == ("the seed changed",)
    assert whys(run(assignment, seed=Seed(7, secret=True), device="cuda"))["ada"] == ("another device: cpu → cuda",)
    monkeypatch.setattr(module.importlib.metadata, "version", lambda name: "99")
    (why,) = whys(run(assignment, seed=Seed(7, secret=True), device="cuda"))["ada"]
    assert why.startswith("other versions: ipython ")
    assert "→ ipython 99, matplotlib 99, numpy 99, torch 99" in why
    assert "python 3" not in why.replace("ipython", "")
    monkeypatch.setattr(module, "PACKAGE", Path(module.__file__).parent)
    assert whys(run(assignment, seed=Seed(7, secret=True), device="cuda"))["ada"] == ("the grader changed",)


@pytest.mark.parametrize(
    ("room", "decides"), [("engine", True), ("lms/nbgrader", True), ("pages", False), ("lms", False)]
)
def test_only_what_decides_about_scores_is_part_of_the_standard(
    assignment: Assignment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: str, decides: bool
) -> None:
    package = tmp_path / "package"
    shutil.copytree(module.PACKAGE, package, ignore=shutil.ignore_patterns("checks", "__pycache__"))
    monkeypatch.setattr(module, "PACKAGE", package)
    before = module.standard(assignment, assignment.root, Seed())["grader"]
    (package / room / "another.py").write_text("")
    assert (module.standard(assignment, assignment.root, Seed())["grader"] != before) is decides


def test_sandbox_and_processor_are_part_of_the_standard(
    assignment: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(entry.resumed for entry in run(assignment).entries)
    monkeypatch.setattr("autograder.classroom.machine.sandbox", lambda: "another")
    (why,) = whys(run(assignment))["ada"]
    assert re.fullmatch("another sandbox: (bubblewrap|landlock|none) → another", why)
    monkeypatch.setattr("autograder.classroom.machine.processor", lambda: "x86_64 AVX2000")
    (why,) = whys(run(assignment))["ada"]
    assert re.fullmatch("another processor: .* → x86_64 AVX2000", why)


def test_the_record_names_the_sandbox_that_ran(assignment: Assignment) -> None:
    class Lesser(WordEngine):
        def grade(self, *given: object, **options: object) -> object:
            graded = super().grade(*given, **options)
            return replace(graded, report=replace(graded.report, sandbox="lesser"))

    submit(assignment, "ada", answered(assignment, double="HALF", why="Because."))
    run(assignment, make_grader=Lesser)
    held = look(assignment, assignment.root)
    assert held["ada"].record.standard["sandbox"] == "lesser"
    assert whys(run(assignment))["ada"][0].startswith("another sandbox: lesser → ")


def test_this_machine_is_known_without_torch_and_without_starting_the_sandbox(sandbox: Sandbox) -> None:
    """What both would say: on another kind of machine, teach `machine` its name."""
    said = subprocess.run(
        [sys.executable, "-c", "import torch; print(torch.backends.cpu.get_cpu_capability())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert machine.processor() == f"{platform.machine()} {said.stdout.strip()}"
    assert machine.sandbox() == sandbox.tier


def test_due_dates_and_extensions_are_part_of_it(assignment: Assignment) -> None:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        book.update_or_create_assignment(NAME, duedate="2026-11-01 10:00:00 UTC")
    assert whys(run(assignment))["bob"] == ("the due date changed",)
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        book.grant_extension(NAME, "bob", days=1)
    assert whys(run(assignment)) == {"ada": (), "bob": ("the due date changed",)}


def test_scores_and_notebooks_that_are_not_the_records_own(assignment: Assignment) -> None:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        book.find_grade("double_check", "mini", NAME, "ada").auto_score = 0.0
        book.db.commit()
    shutil.rmtree(assignment.root / "autograded" / "bob")
    assert whys(run(assignment)) == {
        "ada": ("the gradebook holds other scores than were recorded",),
        "bob": ("autograded/ does not have it",),
    }
    assert scores(assignment) == {"ada": 4.0, "bob": 4.0}


def test_a_report_that_was_lost_is_written_again_and_one_of_nobody_is_removed(assignment: Assignment) -> None:
    folder = assignment.root / "reports" / NAME
    before = (folder / "ada.json").read_bytes()
    (folder / "ada.json").unlink()
    shutil.rmtree(assignment.root / "submitted" / "bob")
    run(assignment)
    assert (folder / "ada.json").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["ada.json"]


def test_scores_and_record_change_together_or_not_at_all(
    assignment: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(assignment, "ada", answered(assignment, double="HALF", triple="HALF", why="Because."))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("autograder.lms.nbgrader.records.keep", fail)
        assert not run(assignment).ok
    assert scores(assignment) == {"ada": 4.0, "bob": 4.0}  # and not 2.5, which a part of the new scores would give
    assert run(assignment).ok
    assert scores(assignment) == {"ada": 2.0, "bob": 4.0}


def test_a_timestamp_that_was_taken_away_is_forgotten(assignment: Assignment) -> None:
    stamp = assignment.root / "submitted" / "bob" / NAME / "timestamp.txt"
    stamp.write_text("2026-11-03 12:00:00 UTC")
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        book.update_or_create_assignment(NAME, duedate="2026-11-01 10:00:00 UTC")
    run(assignment)
    assert look(assignment, assignment.root)["bob"].late_s > 0
    stamp.unlink()
    run(assignment)
    assert look(assignment, assignment.root)["bob"].late_s == 0


class TestThroughNbgrader:
    """`nbgrader autograde` keeps the record that `grade` keeps."""

    @pytest.fixture
    def api(self, assignment: Assignment, monkeypatch: pytest.MonkeyPatch) -> NbGraderAPI:
        monkeypatch.setattr("autograder.engine.engine.Engine", WordEngine)
        monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.chdir(assignment.root)
        app = NbGrader()
        app.load_config_file()
        coursedir = CourseDirectory(config=app.config, root=str(assignment.root))
        yield NbGraderAPI(coursedir=coursedir, exchange=ExchangeFactory(config=app.config), config=app.config)
        plugin.close_engine()

    def test_what_it_graded_is_not_graded_again(self, assignment: Assignment, api: NbGraderAPI) -> None:
        seed = secret_seed(assignment)
        folder = submit(assignment, "bob", answered(assignment, double="HALF", why="Because."))
        (folder / "data.csv").write_text("1")
        assert api.autograde(NAME, "bob")["success"]

        summary = run(assignment, seed=seed)

        assert plugin._standard["seed"] == seed.digest
        assert whys(summary) == {"ada": ("the seed changed",), "bob": ()}
        assert next(entry for entry in summary.entries if entry.student == "bob").score == 2.5
        by = {student: held.record.way for student, held in look(assignment, assignment.root).items()}
        assert by == {"ada": "autograder grade", "bob": "nbgrader autograde"}

    def test_one_that_was_interrupted_is_graded_again_and_not_exported(
        self, assignment: Assignment, api: NbGraderAPI, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("as if killed here")

        submit(assignment, "bob", answered(assignment, double="HALF", why="Because."))
        with monkeypatch.context() as patch:
            patch.setattr(plugin.KeepRecord, "preprocess", fail)
            assert not api.autograde(NAME, "bob")["success"]
        with pytest.raises(UserError, match=r"1 not graded \(bob\)"):
            export(assignment, assignment.root, "csv")
        assert whys(run(assignment))["bob"] == ("recording it was interrupted",)
        assert scores(assignment) == {"ada": 4.0, "bob": 2.5}

    def test_an_old_configuration_leaves_no_record_and_so_it_is_graded_again(
        self, assignment: Assignment, api: NbGraderAPI
    ) -> None:
        steps = [step for step in api.config.Autograde.autograde_preprocessors if not step.endswith("KeepRecord")]
        api.config.Autograde.autograde_preprocessors = steps
        assert api.autograde(NAME, "bob")["success"]
        assert whys(run(assignment))["bob"] == ("recording it was interrupted",)


def test_status_shows_where_everybody_stands(assignment: Assignment) -> None:
    run(assignment, feedback=True)
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        book.find_grade("double_why", "mini", NAME, "ada").manual_score = 2.0
        book.db.commit()
    export(assignment, assignment.root, "csv", allow_incomplete=True)
    submit(assignment, "cyd", answered(assignment))
    submit(assignment, "bob", answered(assignment, double="HALF", why="Because."))

    found = status(assignment, assignment.root, look(assignment, assignment.root), Seed())

    shown = {one["student"]: one for one in json.loads(json.dumps(found.to_dict()))["students"]}
    assert [shown[name]["graded"] for name in ("ada", "bob", "cyd")] == [True, True, False]
    assert [shown[name]["stale"] for name in ("ada", "bob", "cyd")] == [
        [],
        ["the notebook changed"],
        ["not graded yet"],
    ]
    assert [shown[name]["hand_grading_open"] for name in ("ada", "bob", "cyd")] == [[], ["double_why"], []]
    assert [shown[name]["feedback"] for name in ("ada", "bob", "cyd")] == [True, True, False]
    assert [shown[name]["exported"] for name in ("ada", "bob", "cyd")] == [{"csv": True}, {}, {}]
    assert found.sentence() == "3 handed in, 2 graded, 1 not graded yet, 1 stale, 1 waiting for hand grading"
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        book.find_grade("double_why", "mini", NAME, "ada").manual_score = 1.0
        book.db.commit()
    later = status(assignment, assignment.root, look(assignment, assignment.root), Seed())
    assert later.standings[0].exported == {"csv": False}


def test_status_says_who_handed_in_nothing(assignment: Assignment) -> None:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        book.add_student("zoe")
    root, everybody = assignment.root, listed(assignment, assignment.root)

    found = status(assignment, root, look(assignment, root), Seed(), everybody)

    assert sorted(everybody) == ["ada", "bob", "zoe"]
    assert found.to_dict()["handed_in_nothing"] == ["zoe"]
    assert "1 handed in nothing: zoe" in str(found.table().caption)
    assert str(found.table().title) == f"{NAME} · 2 students"


def test_a_new_record_takes_the_old_page_away(assignment: Assignment) -> None:
    run(assignment, feedback=True)
    page = assignment.root / "feedback" / "ada" / NAME / "mini.html"
    page.write_bytes(page.read_bytes()[:2000])  # as if killed while it was written
    run(assignment, feedback=True)
    assert page.read_text().rstrip().endswith("</html>")
    submit(assignment, "ada", answered(assignment, double="HALF", why="Because."))
    run(assignment, feedback=False)
    assert not page.exists()


class TestCopies:
    """The gradebook's safety copies."""

    def test_several_are_kept_and_only_where_something_changed(self, assignment: Assignment) -> None:
        folder = assignment.root / FOLDER
        for word in ("HALF", "RIGHT", "HALF", "RIGHT", "HALF", "RIGHT", "HALF"):
            submit(assignment, "ada", answered(assignment, double=word, why="Because."))
            run(assignment)
        names = sorted(path.name for path in folder.iterdir())
        assert len(names) == 5
        run(assignment)
        run(assignment)
        assert sorted(path.name for path in folder.iterdir())[:-1] == names[1:]

    def test_a_damaged_gradebook_does_not_replace_a_copy_and_the_message_names_them(
        self, assignment: Assignment
    ) -> None:
        submit(assignment, "ada", answered(assignment, double="HALF", why="Because."))
        run(assignment)
        gradebook, folder = assignment.root / "gradebook.db", assignment.root / FOLDER
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        gradebook.write_bytes(gradebook.read_bytes()[:9000] + b"\0" * 4000 + gradebook.read_bytes()[13000:])
        for _ in range(7):
            with pytest.raises(UserError) as refused:
                run(assignment)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
        newest = max(before)
        assert "damaged" in str(refused.value)
        assert f"cp {folder / newest} {gradebook}" in str(refused.value)

        shutil.copy(folder / newest, gradebook)
        assert run(assignment).ok
        assert scores(assignment) == {"ada": 2.5, "bob": 4.0}


class TestMessages:
    """What is said where the gradebook cannot be used."""

    def test_a_lock_is_called_a_lock(self, assignment: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("autograder.lms.nbgrader.one_gradebook._PATIENCE_MS", 100)
        monkeypatch.setattr("autograder.lms.nbgrader.copies._PATIENCE_S", 0.1)
        other = sqlite3.connect(assignment.root / "gradebook.db", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="locked") as refused:
            run(assignment)
        assert "Another program is writing" in str(refused.value)
        assert "permissions" not in str(refused.value)
        other.rollback()

    def test_a_lock_that_is_taken_while_grading_is_a_reason_and_no_link(
        self, assignment: Assignment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("autograder.lms.nbgrader.one_gradebook._PATIENCE_MS", 100)
        submit(assignment, "ada", answered(assignment, double="HALF"))
        other = sqlite3.connect(assignment.root / "gradebook.db", isolation_level=None, check_same_thread=False)

        class Locking(WordEngine):
            def grade(self, *given: object, **options: object) -> object:
                other.execute("BEGIN IMMEDIATE")
                return super().grade(*given, **options)

        summary = run(assignment, make_grader=Locking)
        other.rollback()
        (entry,) = summary.errors
        assert "locked" in entry.note
        assert "sqlalche.me" not in entry.note
        assert run(assignment).ok

    def test_a_lock_that_is_let_go_costs_time_and_nothing_else(self, assignment: Assignment) -> None:
        submit(assignment, "ada", answered(assignment, double="HALF", why="Because."))
        other = sqlite3.connect(assignment.root / "gradebook.db", isolation_level=None, check_same_thread=False)

        class Locking(WordEngine):
            def grade(self, *given: object, **options: object) -> object:
                other.execute("BEGIN EXCLUSIVE")
                threading.Timer(7, other.rollback).start()  # longer than SQLite waits unless told otherwise
                return super().grade(*given, **options)

        assert run(assignment, make_grader=Locking).ok
        assert scores(assignment) == {"ada": 2.5, "bob": 4.0}

    def test_an_older_gradebook_is_told_before_anything_is_graded(self, assignment: Assignment) -> None:
        with sqlite3.connect(assignment.root / "gradebook.db") as connection:
            connection.execute("ALTER TABLE student DROP COLUMN lms_user_id")
        with pytest.raises(UserError, match="nbgrader db upgrade"):
            run(assignment)

    def test_two_at_once_are_refused(self, assignment: Assignment) -> None:
        with Books(assignment.root, assignment), pytest.raises(UserError, match="graded by another process"):
            run(assignment)

    @pytest.mark.parametrize("student", ["Smith [A]", "new\nline", "*?", "ÄÖ 漢", "a" * 253])
    def test_whatever_a_student_is_called(self, assignment: Assignment, student: str) -> None:
        submit(assignment, student, answered(assignment, double="HALF", why="Because."))
        summary = run(assignment, feedback=True)
        assert summary.ok, summary.errors
        assert scores(assignment) == {"ada": 4.0, "bob": 4.0, student: 2.5}
        assert all(entry.resumed for entry in run(assignment).entries)


def test_what_a_killed_run_left_is_removed(assignment: Assignment) -> None:
    left = assignment.root / ".cache" / f"staging_{NAME}" / "submitted" / "eve"
    left.mkdir(parents=True)
    run(assignment)
    assert not list(assignment.root.glob(".cache/staging*"))


def test_another_assignment_is_another_record(assignment: Assignment) -> None:
    assert look(replace(assignment, name="02_other"), assignment.root) == {}
