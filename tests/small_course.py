"""A course of one small assignment that breaks no authoring rule; tests change one thing and look what is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import course
from autograder.course import Assignment

NAME = "01_sums"

CONFIG = """\
from autograder.lms.nbgrader.settings import apply

c = get_config()
apply(c)
c.CourseDirectory.course_id = "small"
c.AutograderCourse.checks = "checks"
"""

STATEMENT = """\
### 1 · Add them up
Write `total(x)`, the sum of a tensor's elements.

**Example** `total(torch.ones(3))` is `tensor(3.)`.

<details><summary>Hint</summary>A tensor has a method for it.</details>"""

ANSWER = '''\
def total(x):
    """The sum of the elements of x."""
    ### BEGIN SOLUTION
    running_sum = x.sum()
    return running_sum
    ### END SOLUTION'''

CHECKS = '''\
"""Hidden checks of total."""

import torch

from autograder.expect import assert_close, check


@check("total")
def test_adds_every_element(student, rng):
    """Every element counts."""
    x = torch.randn(7, generator=rng)
    assert_close(student.total(x), sum(x.tolist()))
'''

QUIZ_CHECKS = '''\
"""Hidden checks of quiz."""

from autograder.expect import check


@check("quiz")
def test_answer_of_question_one(student):
    """Question 1."""
    assert student.value("answers")["q1"] == "b"
'''

PROBES = '''\
def count_calls(namespace):
    """How often."""
    return namespace.total.__name__
'''


def cell(kind: str, name: str, source: str, **meta: Any) -> dict[str, Any]:
    """A cell called `name`; `meta` is nbgrader's."""
    body: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}, "source": source}
    if kind == "code":
        body |= {"execution_count": None, "outputs": []}
    if meta:
        flags = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
        body["metadata"]["nbgrader"] = flags | {"grade_id": name} | meta
    return body


def notebook() -> dict[str, Any]:
    """The source notebook as JSON types."""
    cells = [
        cell("markdown", "intro", "# Sums\n\nYou will add. It takes twenty minutes."),
        cell("code", "setup", "import numpy as np\nimport torch", locked=True),
        cell("markdown", "total_statement", STATEMENT),
        cell("code", "total", ANSWER, solution=True),
        cell(
            "code",
            "total_check",
            'assert total(torch.ones(3)) == 3, "three ones make 3"',
            grade=True,
            locked=True,
            points=2,
        ),
        cell("markdown", "quiz_statement", "**q1** What is 1 + 1?\n- a) 1\n- b) 2"),
        cell("code", "quiz", '### BEGIN SOLUTION\nanswers = {"q1": "b"}\n### END SOLUTION', solution=True),
        cell("code", "quiz_check", 'assert set(answers) == {"q1"}, "answer q1"', grade=True, locked=True, points=1.5),
        cell("markdown", "sums_question", "Why do sums overflow?"),
        cell("markdown", "sums_why", "Because whole numbers have only 64 bits.", grade=True, solution=True, points=2),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


class SmallCourse:
    """The course at `root`, with its hidden checks in `checks`."""

    def __init__(self, root: Path) -> None:
        self.root, self.checks = root, root / "checks" / NAME
        (root / course.CONFIG).write_text(CONFIG)
        self.source = root / "source" / NAME / "sums.ipynb"
        self.source.parent.mkdir(parents=True)
        self.write(notebook())
        self.add_check_file("total/checks.py", CHECKS)
        self.add_check_file("total/probes.py", PROBES)
        self.add_check_file("quiz/checks.py", QUIZ_CHECKS)
        for exercise, answers in {
            "total": ("def total(x):\n    return torch.ones_like(x) @ x\n", "def total(x):\n    return torch.sum(x)\n"),
            "quiz": ('answers = dict(q1="b")\n', 'answers = {"q1": "B".lower()}\n'),
        }.items():
            for number, code in enumerate(answers):
                self.add_check_file(f"{exercise}/wheats/wheat_{number}.py", f'"""Another way."""\n\n{code}')
            chaff = '"""Did you read the question?"""\n\nanswers = None\ntotal = None\n'
            self.add_check_file(f"{exercise}/chaffs/unread.py", chaff)

    def add_check_file(self, name: str, text: str) -> Path:
        path = self.checks / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def write(self, raw: dict[str, Any]) -> None:
        self.source.write_text(json.dumps(raw, indent=1) + "\n")

    def edit(self, change: Callable[[dict[str, dict[str, Any]], dict[str, Any]], None]) -> None:
        """Change the source notebook: `change` gets its cells by id, and all of it."""
        raw = json.loads(self.source.read_text())
        change({one["id"]: one for one in raw["cells"]}, raw)
        self.write(raw)

    def load(self) -> Assignment:
        return course.load(self.root, NAME)


@pytest.fixture
def small_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallCourse:
    """A fresh course; its folder is the current one."""
    root = tmp_path / "course"
    root.mkdir()
    monkeypatch.chdir(root)
    return SmallCourse(root)
