"""A known mistake is started from a submission, and says nothing of whose it is."""

import ast
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import arena
import nbformat
import pytest

from autograder.course import Assignment
from autograder.course.scaffold import new_chaff
from autograder.errors import UserError

ANSWER = '''# Ada Lovelace, 12345
"""My answer, by Ada."""
def first(x):
    """By Ada."""
    # three is wrong
    return 3 * x'''


@pytest.fixture
def course(tmp_path: Path) -> Assignment:
    checks = shutil.copytree(Path(arena.__file__).parent / "checks", tmp_path / "checks")
    return arena.make(tmp_path, checks)


def submitted(folder: Path, answer: str) -> Path:
    path = folder / "handed_in.ipynb"
    nbformat.write(arena.notebook(first=answer), path)
    return path


def test_the_answer_without_its_author(course: Assignment, tmp_path: Path) -> None:
    path = new_chaff(course, "first", submitted(tmp_path, ANSWER), "tripled")
    assert path == course.checks_dir / "first" / "chaffs" / "tripled.py"
    text = path.read_text()
    assert "Ada" not in text and "12345" not in text and "FILL IN" in (ast.get_docstring(ast.parse(text)) or "")
    names: dict[str, object] = {}
    exec(text, names)
    assert names["first"](2) == 6  # type: ignore[operator]


@pytest.mark.parametrize(
    ("exercise", "answer", "name", "message"),
    [
        ("other", ANSWER, "a", "has no exercise 'other' that is graded by checks; it has first"),
        ("first", ANSWER, "a-b", "its name is a Python name"),
        ("first", "def first(x:", "a", "the answer is no Python"),
        ("first", "def first(x):\n    return x" + " + 1" * 2_500, "a", "the answer is no Python"),
        ("first", "x = 1\n" * 40_000, "a", "the answer is longer than 100,000 characters"),
    ],
)
def test_what_cannot_be_is_refused(
    course: Assignment, tmp_path: Path, exercise: str, answer: str, name: str, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        new_chaff(course, exercise, submitted(tmp_path, answer), name)


def test_nothing_is_overwritten(course: Assignment, tmp_path: Path) -> None:
    new_chaff(course, "first", submitted(tmp_path, ANSWER), "tripled")
    with pytest.raises(UserError, match="choose another"):
        new_chaff(course, "first", submitted(tmp_path, ANSWER), "tripled")


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/etc/passwd"), os.mkdir])
def test_only_an_ordinary_file_is_read(course: Assignment, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "handed_in.ipynb")
    with pytest.raises(UserError, match="is no ordinary file"):
        new_chaff(course, "first", tmp_path / "handed_in.ipynb", "tripled")
