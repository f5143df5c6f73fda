"""A course of four tiny exercises for tests of the engine: what an answer does matters here, not what it computes."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder import course
from autograder.boundary.jail import Limits

# Short enough for tests, long enough for a slow machine: they count processor time.
BRIEF = Limits(cell_seconds=3, check_seconds=2, patience=2)

NAME = "01_arena"
EXERCISES = ("first", "second", "third", "last")
FACTORS = {"first": 2, "second": 3, "third": 5, "last": 7}


def _cell(source: str, grade_id: str, **own: object) -> NotebookNode:
    flags = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": flags | {"grade_id": grade_id} | own})


def right(name: str) -> str:
    return f"def {name}(x):\n    return x * {FACTORS[name]}"


def notebook(**answers: str) -> NotebookNode:
    """A submission: each exercise answered by the given source, or rightly."""
    cells = [_cell("import torch", "setup", locked=True)]
    for name in EXERCISES:
        body = answers.get(name, right(name))
        cells.append(_cell(body, name, solution=True))
        cells.append(_cell(f"assert {name}(1) == {FACTORS[name]}", f"{name}_check", grade=True, locked=True, points=2))
    cells.append(new_code_cell("print('the end')", id="end"))
    return new_notebook(cells=cells)


CHECKS = Path(__file__).parent / "checks"


def make(root: Path, checks: Path = CHECKS, **settings: object) -> course.Assignment:
    """The course at `root`, its hidden checks in `checks`/01_arena; `settings` are the notebook's own."""
    folder = root / "source" / NAME
    folder.mkdir(parents=True)
    source = notebook()
    source.metadata["autograder"] = settings
    nbformat.write(source, folder / "arena.ipynb")
    (root / course.CONFIG).write_text(f"c = get_config()\nc.AutograderCourse.checks = {str(checks)!r}\n")
    return course.load(root, NAME)
