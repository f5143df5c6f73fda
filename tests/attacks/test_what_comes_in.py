"""Links, pipes and foreign files in a submission: refused by name, in every way in, and nobody else notices."""

import json
import os
import socket
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from miniature import NAME, WordEngine, answered, submit
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder import cli, course
from autograder.classroom import intake
from autograder.classroom.grade import grade
from autograder.course import Assignment
from autograder.course.notebook import MAX_PARTS, read_notebook
from autograder.errors import UserError
from autograder.lms.gradescope.__main__ import run as gradescope
from autograder.lms.nbgrader.books import Books
from autograder.lms.nbgrader.times import parsed

pytestmark = pytest.mark.attack

CANARY = "canary-6b1f"


def secret(assignment: Assignment) -> Path:
    """A file that the instructor may read and students may not."""
    path = assignment.root / "private" / "secret.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(CANARY)
    return path


def linked_file(folder: Path, assignment: Assignment) -> str:
    (folder / "bob.txt").symlink_to(secret(assignment))
    return "bob.txt"


def linked_neighbour(folder: Path, assignment: Assignment) -> str:
    (folder / "bob.txt").symlink_to("../../bob/01_mini/mini.ipynb")
    return "bob.txt"


def link_in_a_folder(folder: Path, assignment: Assignment) -> str:
    (folder / "data").mkdir()
    (folder / "data" / "deep.csv").symlink_to(secret(assignment))
    return "deep.csv"


def linked_data_folder(folder: Path, assignment: Assignment) -> str:
    (folder / "data").symlink_to(secret(assignment).parent)
    return "data"


def linked_notebook(folder: Path, assignment: Assignment) -> str:
    (folder / "mini.ipynb").unlink()
    (folder / "mini.ipynb").symlink_to("../../bob/01_mini/mini.ipynb")
    return "mini.ipynb"


def hard_linked_notebook(folder: Path, assignment: Assignment) -> str:
    solved = secret(assignment).with_name("solved.ipynb")
    nbformat.write(answered(assignment), solved)
    (folder / "mini.ipynb").unlink()
    os.link(solved, folder / "mini.ipynb")
    return "mini.ipynb"


def hard_link(folder: Path, assignment: Assignment) -> str:
    os.link(secret(assignment), folder / "own.txt")
    return "own.txt"


def linked_folder(folder: Path, assignment: Assignment) -> str:
    (folder / "mini.ipynb").unlink()
    folder.rmdir()
    folder.symlink_to(f"../bob/{NAME}")
    return NAME


def linked_student(folder: Path, assignment: Assignment) -> str:
    (folder / "mini.ipynb").unlink()
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to("bob")
    return folder.parent.name


def a_pipe(folder: Path, assignment: Assignment) -> str:
    os.mkfifo(folder / "pipe")
    return "pipe"


def a_pipe_for_the_time(folder: Path, assignment: Assignment) -> str:
    os.mkfifo(folder / "timestamp.txt")
    return "timestamp.txt"


def a_socket(folder: Path, assignment: Assignment) -> str:
    before = os.getcwd()
    os.chdir(folder)  # the path of a socket may have 107 characters
    try:
        socket.socket(socket.AF_UNIX).bind("door")
    finally:
        os.chdir(before)
    return "door"


def an_endless_device(folder: Path, assignment: Assignment) -> str:
    (folder / "zeros").symlink_to("/dev/zero")
    return "zeros"


WAYS = [
    linked_file,
    linked_neighbour,
    link_in_a_folder,
    linked_data_folder,
    linked_notebook,
    hard_linked_notebook,
    hard_link,
    linked_folder,
    linked_student,
    a_pipe,
    a_pipe_for_the_time,
    a_socket,
    an_endless_device,
]


@pytest.fixture
def eve(word_course):
    """The folder of a submission with nothing solved; bob's has everything."""
    submit(word_course, "bob", answered(word_course))
    return submit(word_course, "eve", answered(word_course, double=None, triple=None))


def everything_in(folder: Path) -> str:
    return "".join(path.read_text(errors="replace") for path in sorted(folder.rglob("*")) if path.is_file())


def score_of(assignment: Assignment, student: str) -> float | None:
    with Gradebook(f"sqlite:///{assignment.root}/gradebook.db") as book:
        found = {one.student_id: one.score for one in book.assignment_submissions(NAME)}
    return found.get(student)


@pytest.fixture
def class_of_attackers(word_course, eve):
    """One student for each attack, called like it; returns what each refusal must name."""
    named = {}
    for attack in WAYS:
        folder = submit(word_course, attack.__name__, answered(word_course, double=None, triple=None))
        named[attack.__name__] = attack(folder, word_course)
    return named


def test_grade_refuses_each_and_nobody_else(word_course, class_of_attackers):
    summary = grade(word_course, word_course.root, Books, make_grader=WordEngine, progress=False)
    entries = {entry.student: entry for entry in summary.entries}
    for student, named in class_of_attackers.items():
        assert entries[student].score is None, student
        assert f"{named}: is " in entries[student].note, student
        assert score_of(word_course, student) is None
    assert (entries["bob"].score, entries["eve"].score) == (4.0, 0.0)
    assert CANARY not in everything_in(word_course.root / "autograded") + everything_in(word_course.root / "feedback")


def test_nbgrader_autograde_refuses_each_and_nobody_else(word_course, word_api, class_of_attackers):
    done = word_api.autograde(NAME, "*")
    assert not done["success"]
    for student, named in class_of_attackers.items():
        assert f"student '{student}'" in done["log"], student
        assert f"{named}: is " in done["log"], student
        assert not (word_course.root / "autograded" / student).exists()
        assert not score_of(word_course, student)
    assert (score_of(word_course, "bob"), score_of(word_course, "eve")) == (4.0, 0.0)


@pytest.mark.parametrize("attack", [one for one in WAYS if one not in (linked_folder, linked_student)])
def test_gradescope_refuses_it(word_course, tmp_path, eve, attack):
    named = attack(eve, word_course)
    home = tmp_path / "autograder"
    home.mkdir()
    os.rename(eve, home / "submission")
    gradescope(word_course, home, {"seconds": 480.0, "feedback": "visible", "checks": "hidden"})
    result = json.loads((home / "results" / "results.json").read_text())
    assert result["score"] == 0
    assert named in result["output"]


@pytest.mark.parametrize("attack", WAYS, ids=lambda attack: attack.__name__)
def test_run_refuses_it(word_course, eve, attack, monkeypatch):
    named = attack(eve, word_course)
    monkeypatch.chdir(word_course.root)
    result = CliRunner().invoke(cli.app, ["run", str(eve / "mini.ipynb"), "-a", NAME])
    assert isinstance(result.exception, UserError)
    assert f"{named}: is " in str(result.exception)


def test_run_refuses_a_linked_notebook_anywhere(word_course, eve, tmp_path, monkeypatch):
    monkeypatch.chdir(word_course.root)
    (tmp_path / "mine.ipynb").symlink_to(eve.parents[1] / "bob" / NAME / "mini.ipynb")
    result = CliRunner().invoke(cli.app, ["run", str(tmp_path / "mine.ipynb"), "-a", NAME])
    assert "is a link" in str(result.exception)


def test_a_link_is_refused_before_anything_is_copied(word_course, word_api, eve, monkeypatch):
    """nbgrader copies first and asks later; what is copied in between could be read, and could be endless."""
    copied = []
    monkeypatch.setattr("shutil.copy", lambda source, target: copied.append(source))
    linked_file(eve, word_course)
    assert not word_api.autograde(NAME, "eve")["success"]
    assert copied == []


def test_a_folder_that_cannot_be_read_stops_nobody(word_course, eve, monkeypatch):
    """As root everything can be read, so the refusal is put in its place."""
    glob = Path.glob

    def refused(path, pattern):
        if path == eve:
            raise PermissionError(13, "Permission denied", str(path))
        return glob(path, pattern)

    monkeypatch.setattr(Path, "glob", refused)
    summary = grade(word_course, word_course.root, Books, make_grader=WordEngine, progress=False)
    assert {entry.student: entry.score for entry in summary.entries}["bob"] == 4.0


def test_a_time_that_is_none_stops_nobody(word_course, eve):
    (eve / "timestamp.txt").write_text("9" * 100_000)
    summary = grade(word_course, word_course.root, Books, make_grader=WordEngine, progress=False)
    entries = {entry.student: entry for entry in summary.entries}
    assert entries["bob"].score == 4.0
    assert "timestamp.txt" in entries["eve"].note


@pytest.mark.parametrize("stamp", ["yesterday-ish", "", "0001-01-01 00:00:00", "9999-12-31 23:59:59", None])
def test_a_time_that_is_none_keeps_the_formgraders_list_from_nobody(word_course, word_api, eve, stamp):
    if stamp is None:
        os.mkfifo(eve / "timestamp.txt")
    else:
        (eve / "timestamp.txt").write_text(stamp)
    assert {one["student"] for one in word_api.get_submissions(NAME)} >= {"bob", "eve"}


def test_a_time_zone_is_no_path(word_course, word_api, eve, tmp_path, monkeypatch):
    """The library that reads times opens the file that a zone is the path of: another's, one without end, a device."""
    zones, opened = tmp_path / "zone", []
    zones.write_bytes(b"TZif")
    monkeypatch.setattr("dateutil.tz._tzfile.open", lambda path, *_: opened.append(path) or 1 / 0, raising=False)
    for zone in (str(zones), f":{zones}", os.path.relpath(zones, "/usr/share/zoneinfo")):
        (eve / "timestamp.txt").write_text(f"2026-11-21 09:30:00 {zone}")
        summary = grade(word_course, word_course.root, Books, make_grader=WordEngine, progress=False, force=True)
        entries = {entry.student: entry for entry in summary.entries}
        assert entries["bob"].score == 4.0
        assert "is not a date" in entries["eve"].note
        assert not word_api.autograde(NAME, "eve")["success"]
        with pytest.raises(ValueError, match="no time zone"):
            parsed((eve / "timestamp.txt").read_text())
    assert opened == []
    monkeypatch.undo()  # the first time that somebody says UTC, its own file is opened
    assert parsed("2026-11-21 09:30:00 UTC") == parsed("2026-11-21 10:30:00 3600") == datetime(2026, 11, 21, 9, 30)
    assert parsed("2026-11-21 09:30:00") == parsed("2026-11-21T09:30:00Z") == datetime(2026, 11, 21, 9, 30)


def test_too_many_files_and_too_deep_folders_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_ENTRIES", 5)
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text("x")
    with pytest.raises(UserError, match="more than 5 files"):
        intake.take_in(tmp_path)
    deep = tmp_path.joinpath("deep", *("d" * 25))
    deep.mkdir(parents=True)
    monkeypatch.setattr(intake, "MAX_ENTRIES", 500)
    with pytest.raises(UserError, match="nested more than"):
        intake.take_in(tmp_path)


def test_hidden_folders_are_neither_read_nor_refused(tmp_path):
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "python").symlink_to("/usr/bin/python3")
    (tmp_path / "data.csv").write_text("1")
    assert intake.take_in(tmp_path).files == {"data.csv": b"1"}


def test_files_that_are_too_large_together_are_left_out_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "MAX_FILES_BYTES", 10)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text("12345")
    found = intake.take_in(tmp_path)
    assert found.files == {}
    assert "left out" in found.left_out


# -- pages and files that nothing needs ------------------------------------------------------------------------------

PAGE = "<script>fetch('/formgrader/api/submission')</script>"


@pytest.fixture
def with_page(word_course, eve):
    (eve / "look.html").write_text(PAGE)
    (eve / "more").mkdir()
    (eve / "more" / "picture.svg").write_text(PAGE)
    (eve / "timestamp.txt").write_text("2026-11-21 09:30:00 UTC")
    return eve


def pages(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


EXPECTED = [f"eve/{NAME}/{name}" for name in ("mini.ipynb", "submission_secret.txt", "timestamp.txt")]


def test_nbgrader_copies_only_what_a_page_needs(word_course, word_api, with_page):
    """A page of the student's beside the notebook would be served from the Formgrader's own origin."""
    assert word_api.autograde(NAME, "eve")["success"]
    assert pages(word_course.root / "autograded") == EXPECTED
    assert word_api.generate_feedback(NAME, "eve")["success"]
    assert pages(word_course.root / "feedback") == [name.replace("ipynb", "html") for name in EXPECTED]
    assert "2 files" in (word_course.root / "autograded" / EXPECTED[0]).read_text()  # the student's code has them


def test_grade_copies_only_what_a_page_needs(word_course, with_page):
    assert grade(word_course, word_course.root, Books, make_grader=WordEngine, progress=False).ok
    assert [name for name in pages(word_course.root / "autograded") if name.startswith("eve")] == EXPECTED
    feedback = pages(word_course.root / "feedback")
    assert [name for name in feedback if name.startswith("eve")] == [n.replace("ipynb", "html") for n in EXPECTED]


def test_what_an_earlier_version_copied_goes(word_course, word_api, with_page):
    for step in ("autograded", "feedback"):
        folder = word_course.root / step / "eve" / NAME
        folder.mkdir(parents=True)
        (folder / "look.html").write_text(PAGE)
    assert grade(word_course, word_course.root, Books, make_grader=WordEngine, progress=False).ok
    assert PAGE not in everything_in(word_course.root / "autograded") + everything_in(word_course.root / "feedback")


def test_nbgrader_without_the_hook_is_refused(word_course, word_api, eve, monkeypatch):
    monkeypatch.setattr("autograder.lms.nbgrader.copying.is_in_place", lambda: False)
    assert "pre_convert_hook" in word_api.autograde(NAME, "bob")["log"]


# -- notebooks that cost more than they weigh --------------------------------------------------------------------------


def write_json(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mini.ipynb"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "metadata",
    ["[" + "[]," * MAX_PARTS + "1]", "{" + ",".join(f'"{n}":{{}}' for n in range(MAX_PARTS // 2)) + "}"],
    ids=["lists", "maps"],
)
def test_a_notebook_of_many_parts_is_refused_before_it_is_parsed(tmp_path, monkeypatch, metadata):
    path = write_json(tmp_path, '{"nbformat":4,"nbformat_minor":5,"cells":[],"metadata":{"x":' + metadata + "}}")
    monkeypatch.setattr(json, "loads", lambda text: pytest.fail("it was parsed"))
    with pytest.raises(UserError, match="parts"):
        read_notebook(path)


def test_a_notebook_nested_without_end_is_refused_before_it_is_parsed(tmp_path, monkeypatch):
    path = write_json(tmp_path, "[" * 100_000)
    monkeypatch.setattr(json, "loads", lambda text: pytest.fail("it was parsed"))
    with pytest.raises(UserError, match="nested"):
        read_notebook(path)


def test_brackets_and_commas_in_texts_do_not_count(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('[{,:\\"' * MAX_PARTS)])
    assert read_notebook(write_json(tmp_path, nbformat.writes(notebook))).cells


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ([nbformat.v4.new_code_cell("x")] * (intake.MAX_CELLS + 1), "cells"),
        ([nbformat.v4.new_code_cell("x" * (intake.MAX_SOURCE // 2 + 1))] * 2, "characters"),
        (
            [nbformat.v4.new_markdown_cell("x", attachments={"a": {"image/png": "A" * (intake.MAX_PICTURES // 2 + 1)}})]
            * 2,
            "pictures",
        ),
    ],
    ids=["cells", "characters", "pictures"],
)
def test_a_notebook_has_limits_for_the_sum_of_its_cells(word_course, word_api, cells, what):
    notebook = answered(word_course)
    notebook.cells += [nbformat.from_dict(dict(cell, id=f"more-{n}")) for n, cell in enumerate(cells)]
    folder = submit(word_course, "eve", notebook)
    with pytest.raises(UserError, match=what):
        intake.read_submitted(folder / "mini.ipynb")
    refused = word_api.autograde(NAME, "eve")
    assert not refused["success"]
    assert what in refused["log"]


def test_the_release_and_the_solution_are_far_from_every_limit():
    root = course.find_root(Path(__file__))
    for name in course.names(root):
        assignment = course.load(root, name)
        for path in (assignment.release_path, assignment.notebook_path):
            notebook = intake.read_submitted(path).notebook
            assert len(notebook.cells) < intake.MAX_CELLS / 10
            assert sum(len(cell.source) for cell in notebook.cells) < intake.MAX_SOURCE / 10
