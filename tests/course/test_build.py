"""Builds: what the release holds, that it is what nbgrader makes, that it never changes by itself."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import nbgrader_apps
import pytest
from small_course import NAME, SmallCourse, small_course

from autograder import course
from autograder.course.build import build, release_notebook, release_text, solution_text
from autograder.errors import UserError

__all__ = ["small_course"]  # the fixture

REPOSITORY = Path(__file__).resolve().parents[2]
WRITTEN = {
    f"{folder}/01_sums/{name}"
    for folder in ("release", "solutions")
    for name in ("sums.ipynb", "requirements.txt", "environment.yml")
}


def digests(root: Path) -> dict[str, str]:
    files = [path for folder in ("release", "solutions") for path in (root / folder).rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def nbgrader(command: str, root: Path) -> None:
    """`nbgrader COMMAND` in `root`; it exits 0 on some failures, so callers look at what it wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")  # it starts alembic
        patch.setenv("JUPYTER_CONFIG_DIR", str(root / ".jupyter"))
        nbgrader_apps.nbgrader(command, NAME, "--force", at=root)


def test_the_release_has_stubs_and_no_answers(small_course: SmallCourse) -> None:
    cells = {cell.id: cell for cell in release_notebook(small_course.load()).cells}

    assert cells["total"].source == (
        'def total(x):\n    """The sum of the elements of x."""\n    # YOUR CODE HERE\n    raise NotImplementedError'
    )
    assert cells["quiz"].source == "# YOUR CODE HERE\nraise NotImplementedError"
    assert cells["sums_why"].source == "YOUR ANSWER HERE"
    assert cells["setup"].metadata.editable is False
    assert cells["total_check"].metadata.nbgrader.points == 2
    assert "checksum" in cells["total_check"].metadata.nbgrader


def test_the_solution_has_the_answers_and_no_markers(small_course: SmallCourse) -> None:
    cells = {cell.id: cell for cell in nbformat.reads(solution_text(small_course.load()), as_version=4).cells}

    assert cells["quiz"].source == 'answers = {"q1": "b"}'
    assert cells["total"].source.endswith("    running_sum = x.sum()\n    return running_sum")
    assert cells["sums_why"].source.startswith("Because whole numbers")


def test_outputs_are_left_out(small_course: SmallCourse) -> None:
    clean = release_text(small_course.load()), solution_text(small_course.load())
    stream = {"output_type": "stream", "name": "stdout", "text": "secret\n"}
    small_course.edit(lambda cells, raw: cells["total"].update(outputs=[stream], execution_count=3))

    assert (release_text(small_course.load()), solution_text(small_course.load())) == clean


def test_build_writes_both_and_then_has_nothing_to_do(small_course: SmallCourse) -> None:
    assignment = small_course.load()

    first = build(assignment)
    written = digests(small_course.root)
    times = {path: path.stat().st_mtime_ns for path in (assignment.release_path, assignment.solution_path)}

    assert {"release/01_sums/sums.ipynb: missing\n", "solutions/01_sums/sums.ipynb: missing\n"} <= set(first)
    assert set(written) == WRITTEN
    assert assignment.read_release() == release_notebook(assignment)
    assert build(assignment) == []
    assert build(assignment, check=True) == []
    assert {path: path.stat().st_mtime_ns for path in times} == times  # up to date files are not touched


def test_builds_are_the_same_bytes_wherever_and_whenever(small_course: SmallCourse, tmp_path: Path) -> None:
    build(small_course.load())
    first = digests(small_course.root)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(small_course.root / "source", elsewhere / "source")
    (elsewhere / "checks").mkdir()
    shutil.copy(small_course.root / course.CONFIG, elsewhere)
    script = (
        f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n"
        "from pathlib import Path; from autograder import course; from autograder.course import build\n"
        f"build.build(course.load(Path({str(elsewhere)!r}), {NAME!r}))"
    )
    # Another process, so another hash seed.
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120, env={"PYTHONHASHSEED": "7"})

    assert digests(elsewhere) == first


@pytest.mark.slow
def test_nbgrader_makes_the_same_bytes(small_course: SmallCourse) -> None:
    (small_course.source.parent / "numbers.csv").write_text("1,2\n")
    build(small_course.load())
    built = digests(small_course.root)
    assert len(built) == 8

    for folder in ("release", "solutions"):
        shutil.rmtree(small_course.root / folder)
    nbgrader("generate_assignment", small_course.root)
    nbgrader("generate_solution", small_course.root)

    assert digests(small_course.root) == built


def test_check_shows_a_diff_and_writes_nothing(small_course: SmallCourse) -> None:
    build(small_course.load())
    before = digests(small_course.root)
    small_course.edit(lambda cells, raw: cells["intro"].update(source="# Sums\n\nIt takes thirty minutes."))

    diffs = build(small_course.load(), check=True)

    assert len(diffs) == 2
    assert diffs[0].startswith("--- committed/release/01_sums/sums.ipynb\n+++ built/release/01_sums/sums.ipynb\n")
    assert '-    "You will add. It takes twenty minutes."' in diffs[0]
    assert '+    "It takes thirty minutes."' in diffs[0]
    assert digests(small_course.root) == before


def test_an_edited_release_is_stale_and_restored(small_course: SmallCourse) -> None:
    assignment = small_course.load()
    build(assignment)
    assignment.release_path.write_bytes(assignment.solution_path.read_bytes())

    assert len(build(assignment, check=True)) == 1
    assert len(build(assignment)) == 1
    assert assignment.read_release() == release_notebook(assignment)


def test_data_files_go_along_and_what_has_no_source_goes_away(small_course: SmallCourse) -> None:
    data = small_course.source.parent / "sub" / "numbers.bin"
    data.parent.mkdir()
    data.write_bytes(b"\xff\x00")
    build(small_course.load())
    copy = small_course.root / "release/01_sums/sub/numbers.bin"
    assert copy.read_bytes() == b"\xff\x00"

    data.write_bytes(b"\xfe\x00")
    assert "release/01_sums/sub/numbers.bin: binary files differ\n" in build(small_course.load(), check=True)
    data.unlink()
    diffs = build(small_course.load())

    assert "release/01_sums/sub/numbers.bin: not made from the source\n" in diffs
    assert not copy.exists()


def test_checkpoints_of_jupyter_are_not_released(small_course: SmallCourse) -> None:
    checkpoint = small_course.source.parent / ".ipynb_checkpoints/sums-checkpoint.ipynb"
    checkpoint.parent.mkdir()
    shutil.copy(small_course.source, checkpoint)

    build(small_course.load())

    assert set(digests(small_course.root)) == WRITTEN


def test_a_second_notebook_would_be_released_too(small_course: SmallCourse) -> None:
    shutil.copy(small_course.source, small_course.source.with_name("draft.ipynb"))

    with pytest.raises(UserError, match=r"draft\.ipynb: an assignment is one notebook, sums\.ipynb"):
        build(small_course.load())


@pytest.mark.parametrize(
    ("cell", "source", "reason"),
    [
        ("total", "### BEGIN SOLUTION\nx = 1", "no end solution statement found"),
        ("setup", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "non-solution cell"),
    ],
)
def test_what_nbgrader_refuses_is_explained(small_course: SmallCourse, cell: str, source: str, reason: str) -> None:
    small_course.edit(lambda cells, raw: cells[cell].update(source=source))

    with pytest.raises(
        UserError, match=rf"sums\.ipynb: nbgrader cannot convert it .*{reason}.*autograder lint 01_sums"
    ):
        build(small_course.load())
    assert not (small_course.root / "release").exists()


def test_a_broken_configuration_is_explained(small_course: SmallCourse) -> None:
    (small_course.root / course.CONFIG).write_text("c = get_config(\n")

    with pytest.raises(UserError, match=r"nbgrader_config\.py: cannot load it \(SyntaxError"):
        build(small_course.load())


def test_the_settings_of_the_course_are_used(small_course: SmallCourse) -> None:
    config = small_course.root / course.CONFIG
    stub = 'c.ClearSolutions.code_stub = {"python": "raise NotImplementedError  # yours"}\n'
    config.write_text(config.read_text() + stub)

    assert "raise NotImplementedError  # yours" in release_text(small_course.load())


def test_an_interrupted_write_leaves_the_old_file(small_course: SmallCourse, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small_course.load())
    before = digests(small_course.root)
    small_course.edit(lambda cells, raw: cells["intro"].update(source="# Sums\n\nIt takes two hours."))

    def interrupt(*names: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build(small_course.load())

    assert digests(small_course.root) == before


def test_the_output_is_readable_json_with_one_line_end(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: cells["intro"].update(source="# Sums, Σ\n\nIt takes two hours."))

    text = release_text(small_course.load())

    assert "Σ" in text
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    json.loads(text)


MODULE = '"""Shared."""\n\nANSWER = 42\n'


def shared(small_course: SmallCourse) -> None:
    (small_course.root / "source" / "gadget.py").write_text(MODULE)
    small_course.edit(lambda _, notebook: notebook["metadata"].update(autograder={"data": ["gadget.py"]}))


def test_a_shared_file_is_copied_into_the_assignment_and_says_so(small_course: SmallCourse) -> None:
    shared(small_course)
    build(small_course.load())

    for folder in ("source", "release", "solutions"):
        copy = (small_course.root / folder / NAME / "gadget.py").read_text()
        assert (
            copy == f"# Made from source/gadget.py by `autograder build`: edit that file, and not this copy.\n{MODULE}"
        )


def test_an_edited_copy_is_stale_and_made_again(small_course: SmallCourse) -> None:
    shared(small_course)
    build(small_course.load())
    copy = small_course.root / "source" / NAME / "gadget.py"
    copy.write_text("ANSWER = 43\n")

    (diff,) = build(small_course.load(), check=True)
    assert "-ANSWER = 43" in diff
    assert copy.read_text() == "ANSWER = 43\n"
    build(small_course.load())
    assert copy.read_text().endswith(MODULE)


def test_a_changed_original_makes_every_copy_stale(small_course: SmallCourse) -> None:
    shared(small_course)
    build(small_course.load())
    (small_course.root / "source" / "gadget.py").write_text(MODULE.replace("42", "43"))

    stale = [diff.splitlines()[0] for diff in build(small_course.load(), check=True)]
    copies = {f"--- committed/{folder}/{NAME}/gadget.py" for folder in ("release", "solutions", "source")}
    assert set(stale) == copies | {f"--- committed/release/{NAME}/sums.ipynb"}  # which brings the file along
    build(small_course.load())
    assert build(small_course.load(), check=True) == []


def test_a_file_of_one_assignment_is_its_own(small_course: SmallCourse) -> None:
    small_course.edit(lambda _, notebook: notebook["metadata"].update(autograder={"data": ["own.py"]}))
    (small_course.root / "source" / NAME / "own.py").write_text(MODULE)
    (small_course.root / "source" / "own.txt").write_text("not declared")
    build(small_course.load())

    assert (small_course.root / "release" / NAME / "own.py").read_text() == MODULE
