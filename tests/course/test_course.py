"""Reading the course and its notebooks: what is there, and what is said about what is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from small_course import NAME, SmallCourse, cell, notebook, small_course

from autograder import course
from autograder.boundary.jail import Limits
from autograder.course import Exercise
from autograder.engine.limits import limits_of
from autograder.errors import UserError

__all__ = ["small_course"]  # the fixture


def test_load_reads_exercises_and_points_in_notebook_order(small_course: SmallCourse) -> None:
    assignment = small_course.load()

    assert assignment.exercises == (
        Exercise("total", 2.0, manual=False, answer_id="total", check_id="total_check"),
        Exercise("quiz", 1.5, manual=False, answer_id="quiz", check_id="quiz_check"),
        Exercise("sums_why", 2.0, manual=True, answer_id="sums_why", check_id="sums_why"),
    )
    assert assignment.max_score == 5.5
    assert assignment.topic == "sums"


def test_paths_follow_the_layout(small_course: SmallCourse) -> None:
    assignment, root = small_course.load(), small_course.root

    assert assignment.notebook_path == root / "source/01_sums/sums.ipynb"
    assert assignment.release_path == root / "release/01_sums/sums.ipynb"
    assert assignment.solution_path == root / "solutions/01_sums/sums.ipynb"
    assert assignment.check_file("total") == small_course.checks / "total" / "checks.py"
    assert assignment.check_files() == [small_course.checks / name / "checks.py" for name in ("total", "quiz")]


def test_names_lists_the_folders_that_have_their_notebook(small_course: SmallCourse) -> None:
    (small_course.root / "source/02_empty").mkdir()
    (small_course.root / "source/notes").mkdir()
    other = small_course.root / "source/03_other/other.ipynb"
    other.parent.mkdir()
    other.write_bytes(small_course.source.read_bytes())

    assert course.names(small_course.root) == ["01_sums", "03_other"]


def test_find_root_looks_upwards(small_course: SmallCourse, tmp_path: Path) -> None:
    assert course.find_root(small_course.source.parent) == small_course.root
    assert course.find_root() == small_course.root
    with pytest.raises(UserError, match=r"no nbgrader_config\.py.*run the command inside the course"):
        course.find_root(tmp_path)


@pytest.mark.parametrize("name", ["02_unknown", "", "..", "01_sums/", "01_sums.ipynb"])
def test_unknown_assignment_lists_the_known_ones(small_course: SmallCourse, name: str) -> None:
    with pytest.raises(UserError, match=rf"is not an assignment of .*: {NAME}$"):
        course.load(small_course.root, name)


def test_a_course_without_assignments_says_where_one_would_be(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none: there is no source/NN_topic/topic\.ipynb"):
        course.load(tmp_path, "01_sums")


@pytest.mark.parametrize("points", [None, "2", True, float("nan"), float("inf")])
def test_points_must_be_a_number(small_course: SmallCourse, points: object) -> None:
    small_course.edit(lambda cells, raw: cells["total_check"]["metadata"]["nbgrader"].update(points=points))

    with pytest.raises(UserError, match=r"'total_check' has the points .* set a number"):
        small_course.load()


def test_a_grade_cell_needs_its_answer_cell(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: raw["cells"].remove(cells["total"]))

    with pytest.raises(UserError, match="'total_check' has no answer cell before it"):
        small_course.load()


def test_a_grade_cell_is_called_after_its_exercise(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: cells["total_check"]["metadata"]["nbgrader"].update(grade_id="total_test"))

    with pytest.raises(UserError, match="'total_test' must be called <exercise>_check"):
        small_course.load()


def test_a_grade_id_is_unique(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: cells["quiz"]["metadata"]["nbgrader"].update(grade_id="total"))

    with pytest.raises(UserError, match="two cells have the grade_id 'total'"):
        small_course.load()


def test_nbgrader_metadata_needs_a_grade_id(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: cells["quiz"]["metadata"]["nbgrader"].pop("grade_id"))

    with pytest.raises(UserError, match="cell 6 has nbgrader metadata without a grade_id"):
        small_course.load()


def test_data_files_are_those_the_notebook_declares(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: raw["metadata"].update(autograder={"data": ["sub/x.csv"]}))
    (small_course.source.parent / "sub").mkdir()
    (small_course.source.parent / "sub/x.csv").write_bytes(b"1\n")
    (small_course.source.parent / "undeclared.csv").write_bytes(b"2\n")

    assert small_course.load().data_files() == {"sub/x.csv": b"1\n"}


def test_a_declared_data_file_must_exist(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: raw["metadata"].update(autograder={"data": ["x.csv"]}))

    with pytest.raises(UserError, match=r"x\.csv: cannot read this declared data file"):
        small_course.load().data_files()


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"data": "x.csv"}, "must be a list of file names"),
        ({"data": [1]}, "must be a list of file names"),
        ("x.csv", "must be a mapping with `data`, `packages` or `limits`"),
    ],
)
def test_a_bad_declaration_is_explained(small_course: SmallCourse, declared: object, said: str) -> None:
    small_course.edit(lambda cells, raw: raw["metadata"].update(autograder=declared))

    with pytest.raises(UserError, match=said):
        small_course.load().declared_data()


def test_packages_are_those_the_notebook_declares(small_course: SmallCourse) -> None:
    assert small_course.load().declared_packages() == ()

    small_course.edit(lambda cells, raw: raw["metadata"].update(autograder={"packages": ["safetensors"]}))

    assert small_course.load().declared_packages() == ("safetensors",)


@pytest.mark.parametrize("limits", [{"check_seconds": 0}, {"check_seconds": "60"}, {"check_seconds": True}, [60]])
def test_limits_are_positive_numbers(small_course: SmallCourse, limits: object) -> None:
    small_course.edit(lambda cells, raw: raw["metadata"].update(autograder={"limits": limits}))

    with pytest.raises(UserError, match=r"`autograder\.limits` must map names to positive numbers"):
        small_course.load().declared_limits()


def test_limits_of_an_assignment_replace_the_usual_ones(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: raw["metadata"].update(autograder={"limits": {"check_seconds": 60}}))

    assert limits_of(small_course.load()) == replace(Limits(), check_seconds=60)


def test_a_limit_that_the_sandbox_does_not_have_is_refused(small_course: SmallCourse) -> None:
    small_course.edit(lambda cells, raw: raw["metadata"].update(autograder={"limits": {"minutes": 60}}))

    with pytest.raises(UserError, match="names minutes, which is no limit: the limits are address_space"):
        limits_of(small_course.load())


def test_an_unbuilt_release_says_how_to_build_it(small_course: SmallCourse) -> None:
    with pytest.raises(UserError, match="not built yet: run `autograder build 01_sums`"):
        small_course.load().read_release()


def test_grade_id_is_none_without_nbgrader_metadata() -> None:
    assert course.grade_id(cell("code", "plain", "")) is None
    assert course.grade_id({"metadata": {"nbgrader": "broken"}}) is None
    assert course.grade_id(cell("code", "answer", "", solution=True)) == "answer"


# Notebook files, good and bad.

GOOD = json.dumps(notebook()).encode()
OLD = json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}).encode()
ODD = [
    GOOD.replace(b'"nbformat_minor": 5', b'"nbformat_minor": []'),
    GOOD.replace(b'"id": "intro"', b'"id": ["intro"]'),
    GOOD.replace(b'"cell_type": "code"', b'"cell_type": 7'),
    GOOD.replace(b'"outputs": []', b'"outputs": [7]'),
]
NEW = json.dumps({"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}).encode()
INVALID = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code"}]}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (GOOD[:1000], "cut off after 1,000 characters"),
        (GOOD[: GOOD.index(b"null") + 2], "cut off"),
        (GOOD[:-1], "cut off"),
        (b"{", "cut off"),
        (b"print('hello')\n", "it is not JSON; line 1, column 1"),
        (b"<!DOCTYPE html>\n<html></html>", "it looks like a web page"),
        (b"<<<<<<< HEAD\n{}\n", "git conflict markers"),
        (b"PK\x03\x04\xff\xfe", "it is a zip archive"),
        (b"%PDF-1.7\n\xff", "it is a PDF"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"[" * 100_000, "not a notebook"),
        (b"9" * 10_000, "JSON out of bounds"),
        (b"null", "JSON but not a notebook"),
        (b"[]", "JSON but not a notebook"),
        (b'{"cells": []}', "JSON but not a notebook"),
        (b'{"nbformat": "4"}', "JSON but not a notebook"),
        (OLD, r"old format 3: convert it with `jupyter nbconvert --to notebook --inplace x\.ipynb`"),
        (NEW, "has format 5, and 4 is the newest"),
        *((odd, "not a valid notebook") for odd in ODD),
        (INVALID, "not a valid notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 5}', "not a valid notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 7}', "not a valid notebook"),
    ],
)
def test_a_bad_notebook_file_is_named_and_explained(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x.ipynb"
    path.write_bytes(content)

    with pytest.raises(UserError, match=message) as caught:
        course.read_notebook(path)

    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_explained(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        course.read_notebook(tmp_path / "x.ipynb")
    with pytest.raises(UserError, match="must be a readable notebook file"):
        course.read_notebook(tmp_path)


def test_every_cut_of_a_notebook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    for length in range(0, len(GOOD) - 1, 7):
        path.write_bytes(GOOD[:length])
        with pytest.raises(UserError):
            course.read_notebook(path)


def test_lines_are_joined_and_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    raw = notebook()
    raw["cells"][1]["source"] = ["import numpy as np\n", "import torch"]
    path = tmp_path / "x.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(raw).encode())

    assert course.read_notebook(path).cells[1].source == "import numpy as np\nimport torch"


def test_missing_and_repeated_ids_become_the_same_ones_each_time(tmp_path: Path) -> None:
    raw = notebook()
    del raw["cells"][0]["id"]
    raw["cells"][1]["id"] = "cell-0"  # what the first cell would have got
    raw["cells"][4]["id"] = raw["cells"][3]["id"]
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(raw))

    first, second = course.read_notebook(path), course.read_notebook(path)

    assert first == second
    assert [one.id for one in first.cells[:5]] == ["cell-0-", "cell-0", "total_statement", "total", "cell-4"]
    nbformat.validate(first)


def test_a_notebook_of_format_4_4_is_read_as_it_is(tmp_path: Path) -> None:
    raw = notebook() | {"nbformat_minor": 4}
    for one in raw["cells"]:
        del one["id"]
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps(raw))

    read = course.read_notebook(path)

    assert read.nbformat_minor == 4
    assert len(read.cells) == len(raw["cells"])


def test_half_a_surrogate_pair_does_not_get_in(tmp_path: Path) -> None:
    path = tmp_path / "x.ipynb"
    path.write_bytes(GOOD.replace(b"twenty", rb"\ud800 \ud83d\ude00"))

    text = course.read_notebook(path).cells[0].source

    assert text.encode().decode() == text
    assert "? 😀 minutes" in text
