"""The example course in docs/ stays as its README says: built, without problems, its checks sharp."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Assignment, load
from autograder.course.build import build
from autograder.course.lint import lint
from autograder.validity.verify import verify

COURSE = Path(__file__).parents[1] / "docs" / "example-course"


@pytest.fixture(scope="module")
def classics() -> Assignment:
    return load(COURSE, "01_classics")


def test_it_is_built_and_has_no_problems(classics: Assignment) -> None:
    assert build(classics, check=True) == []
    assert lint(classics) == []


def test_each_exercise_has_right_answers_and_mistakes(classics: Assignment) -> None:
    folders = [folder for folder in classics.checks_dir.iterdir() if (folder / "checks.py").is_file()]
    assert len(folders) == 5
    for folder in folders:
        assert len(list((folder / "wheats").glob("*.py"))) >= 3, folder.name
        assert len(list((folder / "chaffs").glob("*.py"))) >= 4, folder.name


def test_its_readme_names_every_exercise(classics: Assignment) -> None:
    readme = (COURSE / "README.md").read_text()
    for checks in classics.checks_dir.glob("*/checks.py"):
        assert f"`{checks.parent.name}`" in readme


@pytest.mark.slow
def test_its_checks_catch_every_mistake(classics: Assignment) -> None:
    assert verify(classics).ok
