"""What the build adds for students: seen in the release, run in Jupyter's kernel, and never a point lost over it."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from small_course import NAME, SmallCourse, small_course

from autograder.classroom.restore import restore
from autograder.course import names
from autograder.course.build import build, release_notebook, release_text
from autograder.course.for_students import ADDED, HAND_IN, OVERVIEW, START
from autograder.course.headings import title, titles, with_points

__all__ = ["small_course"]  # the fixture

REPOSITORY = Path(__file__).resolve().parents[2]
RIGHT = {"total": "def total(x):\n    return x.sum()", "quiz": 'answers = {"q1": "a"}'}


def cells(notebook: NotebookNode) -> dict[str, NotebookNode]:
    return {cell.id: cell for cell in notebook.cells}


def ran(notebook: NotebookNode, folder: Path, **answers: str) -> dict[str, str]:
    """What each cell prints, or the error it ends with, in a kernel in `folder`."""
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    folder.mkdir(exist_ok=True)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(folder)}}
    ).execute()
    return {
        cell.id: "".join(
            output.get("text") or f"{output.get('ename')}: {output.get('evalue')}" for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def test_points_stand_beside_headings_and_only_once(small_course: SmallCourse) -> None:
    made = release_notebook(small_course.load())
    assert "### 1 · Add them up (2 points)" in cells(made)["total_statement"].source
    assert "points)" not in small_course.source.read_text()
    before = cells(made)["total_statement"].source
    with_points(made)
    assert cells(made)["total_statement"].source == before
    assert titles(made)["total"] == "1 · Add them up" and title(made) == "Sums"


def test_comments_in_code_are_no_headings(small_course: SmallCourse) -> None:
    statement = "### 1 · Sum\n\n```python\n# one\n# two\n```\n<details><summary>Hint</summary>x</details>"
    small_course.edit(lambda found, _: found["total_statement"].update(source=statement))
    assert "### 1 · Sum (2 points)\n" in cells(release_notebook(small_course.load()))["total_statement"].source


def test_added_cells_have_ids_and_earn_nothing(small_course: SmallCourse) -> None:
    made = release_notebook(small_course.load())
    assert [cell.id for cell in made.cells if cell.id in ADDED] == [START, HAND_IN, OVERVIEW]
    assert made.cells[-1].id == OVERVIEW
    assert all("nbgrader" not in cell.metadata for cell in made.cells if cell.id in ADDED)
    kept = restore(nbformat.from_dict(json.loads(nbformat.writes(made))), made)
    assert kept.notes == ()
    without = nbformat.from_dict(json.loads(nbformat.writes(made)))
    without.cells = [cell for cell in without.cells if cell.id not in ADDED]
    assert restore(without, made).notes == ()


@pytest.mark.slow
def test_the_visible_tests_say_that_they_pass_and_the_last_cell_counts_them(
    small_course: SmallCourse, tmp_path: Path
) -> None:
    made = release_notebook(small_course.load())
    said = ran(made, tmp_path / "there", total=RIGHT["total"])
    assert said["total_check"] == "✓ total: the visible tests pass\n"
    overview = said[OVERVIEW].splitlines()
    assert any(line.split()[:3] == ["total", "2", "✓"] for line in overview)
    assert any(line.startswith("quiz") and "✓" not in line for line in overview)
    assert "The visible tests of 1 of 2 exercises pass." in said[OVERVIEW]
    said = ran(release_notebook(small_course.load()), tmp_path / "there", **RIGHT)
    assert "The visible tests of 2 of 2 exercises pass." in said[OVERVIEW]
    said = ran(release_notebook(small_course.load()), tmp_path / "there", total="def total(x):\n    return 4")
    assert "three ones make 3" in said[OVERVIEW] and "✓ total" not in said["total_check"]
    assert "bring_files" not in said[START]


@pytest.mark.slow
def test_validate_shows_messages_and_no_tracebacks(small_course: SmallCourse, tmp_path: Path) -> None:
    path = tmp_path / "sums.ipynb"
    path.write_text(release_text(small_course.load()))
    only = failed_test(path)
    assert only["source"].startswith("show_exercises()") and only["source"].count("\n") == 0
    assert "not answered yet" in only["raw_error"] and "0 of 2 exercises" in only["raw_error"]
    assert "Traceback" not in only["raw_error"] and len(only["raw_error"]) < 500

    answer(path, total="def total(x):\n    return 4")
    only = failed_test(path)
    assert "✗  AssertionError: three ones make 3" in only["raw_error"]
    answer(path, **RIGHT)
    assert failed_test(path) is None


@pytest.mark.slow
@pytest.mark.parametrize("gone", [START, OVERVIEW])
def test_validate_never_calls_a_failure_a_success(small_course: SmallCourse, tmp_path: Path, gone: str) -> None:
    """Without the cells that say it in short, what fails is listed as nbgrader lists it."""
    from nbgrader.validator import Validator

    path = tmp_path / "sums.ipynb"
    path.write_text(release_text(small_course.load()))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != gone]
    nbformat.write(notebook, path)
    sources = [one["source"] for one in Validator().validate(str(path))["failed"]]
    assert any("three ones make 3" in source for source in sources)


def failed_test(path: Path) -> dict[str, str] | None:
    """The one test that Validate says has failed; an open essay beside it, which it names too, is left out."""
    from nbgrader.validator import Validator

    failed = Validator().validate(str(path)).get("failed", [])
    failed = [one for one in failed if one["raw_error"] != "You did not provide a response."]
    assert len(failed) < 2, failed
    return failed[0] if failed else None


def answer(path: Path, **answers: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    nbformat.write(notebook, path)


def test_what_validate_looks_at_is_no_exercise(small_course: SmallCourse) -> None:
    build(small_course.load())
    written = nbformat.read(small_course.load().release_path, as_version=4).cells[-1]
    assert written.id == OVERVIEW and written.metadata["nbgrader"]["points"] == 0
    assert "nbgrader" not in small_course.load().read_release().cells[-1].metadata


@pytest.mark.slow
def test_a_notebook_that_comes_alone_brings_its_files(small_course: SmallCourse, tmp_path: Path) -> None:
    """Small texts come out of the notebook, what is larger from the configured address."""
    folder = small_course.source.parent
    (folder / "gadget.py").write_text("ANSWER = 42\n")
    (folder / "digits").mkdir()
    (folder / "digits" / "a.gz").write_bytes(b"\0\1")
    declared = {"data": ["gadget.py", "digits/a.gz"]}
    small_course.edit(lambda _, notebook: notebook["metadata"].update(autograder=declared))
    said = ran(release_notebook(small_course.load()), tmp_path / "nothing")
    assert "digits/a.gz is missing: copy it from the folder" in said[START]
    assert (tmp_path / "nothing" / "gadget.py").read_text() == "ANSWER = 42\n"

    build(small_course.load())
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=small_course.root / "release")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with (small_course.root / "nbgrader_config.py").open("a") as config:
            config.write(f"c.ForStudents.files_at = 'http://127.0.0.1:{server.server_port}/'\n")
        said = ran(release_notebook(small_course.load()), tmp_path / "alone")
        server.shutdown()
    assert said[START] == ""
    assert (tmp_path / "alone" / "digits" / "a.gz").read_bytes() == b"\0\1"


def test_what_lies_beside_a_notebook_does_not_stop_it(small_course: SmallCourse, tmp_path: Path) -> None:
    (tmp_path / "another.ipynb").write_bytes("Übung".encode("latin-1"))
    assert ran(release_notebook(small_course.load()), tmp_path)[START] == ""


@pytest.mark.slow
@pytest.mark.parametrize("assignment", names(REPOSITORY))
def test_each_release_starts_in_an_empty_folder(assignment: str, tmp_path: Path) -> None:
    """All but the pictures of digits, for which an address must be configured: its opening cells run."""
    topic = assignment.partition("_")[2]
    notebook = nbformat.read(REPOSITORY / "release" / assignment / f"{topic}.ipynb", as_version=4)
    first = next(i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("solution"))
    notebook.cells = notebook.cells[:first]
    said = ran(notebook, tmp_path / "alone")
    missing = said.pop(START)
    assert ("is missing" in missing) == (assignment == "04_training")
    if assignment != "04_training":
        assert not [text for text in said.values() if re.search(r"^\w*Error: .*\Z", text) or "ModuleNotFound" in text]


def test_students_are_told_what_there_is(small_course: SmallCourse) -> None:
    declared = {"packages": ["networkx"]}
    small_course.edit(lambda _, notebook: notebook["metadata"].update(autograder=declared))
    with (small_course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.ForStudents.hand_in = 'send it by pigeon'\n")
    build(small_course.load())
    text = cells(small_course.load().read_release())[HAND_IN].source
    assert "Hand in: send it by pigeon. The file keeps its name, `sums.ipynb`." in text
    assert "PyTorch, NumPy, matplotlib, networkx" in text
    folder = small_course.root / "release" / NAME
    wanted = (folder / "requirements.txt").read_text().splitlines()
    assert {"numpy", "matplotlib", "jupyterlab", "ipykernel", "networkx"} <= set(wanted)
    assert [line for line in wanted if line.startswith("torch==2.")] and "nbgrader" not in wanted
    assert "      - networkx\n" in (folder / "environment.yml").read_text()


def test_the_requirements_of_each_release_can_be_read(tmp_path: Path) -> None:
    from packaging.requirements import Requirement

    for name in names(REPOSITORY):
        lines = (REPOSITORY / "release" / name / "requirements.txt").read_text().splitlines()
        found = {Requirement(line).name for line in lines if not line.startswith("#")}
        assert {"torch", "numpy", "matplotlib", "jupyterlab", "ipykernel"} <= found
        assert not any("://" in line or "+cpu" in line for line in lines)
