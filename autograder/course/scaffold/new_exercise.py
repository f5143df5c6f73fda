"""`autograder new-exercise`: the cells and files of an exercise; `FILL IN` marks what is to be written in each.

`lint` and `verify` refuse whatever still says it."""

from __future__ import annotations

import keyword
import math
from pathlib import Path
from string import Template

import nbformat

from autograder.course.assignment import Assignment, Exercise
from autograder.course.notebook import grade_id
from autograder.course.scaffold import cells
from autograder.errors import UserError
from autograder.files import write_files, write_whole

_TEMPLATES = Path(__file__).parent / "templates" / "exercise"
_FILES = {
    "checks.py": "checks.py",
    "wheats/first_way.py": "first_way.py",
    "wheats/second_way.py": "second_way.py",
    "chaffs/a_mistake.py": "a_mistake.py",
}


def new_exercise(assignment: Assignment, name: str, *, after: str | None = None, points: float = 1.0) -> list[Path]:
    """Add an exercise to the source notebook, after another one or at the end, and its files to the hidden checks.

    Returns the files that were written. Raises UserError for a name that is taken or is none in Python, an unknown
    exercise `after` which to add it, points that are not positive, and files that cannot be written.
    """
    _refuse_what_cannot_be(assignment, name, points)
    notebook = assignment.read_source()
    place = _place(assignment, after, [grade_id(cell) for cell in notebook.cells])
    notebook.cells[place:place] = [
        cells.statement(f"{name}_statement", _text("statement.md", name)),
        cells.answer(name, _text("answer.py", name)),
        cells.visible_tests(name, _text("visible_tests.py", name), points),
    ]
    folder = assignment.checks_dir / name
    try:
        write_files(folder, {file: f"{_text(template, name)}\n".encode() for file, template in _FILES.items()})
        write_whole(assignment.notebook_path, (nbformat.writes(notebook) + "\n").encode())
    except OSError as error:
        raise UserError(f"{error.filename}: cannot write it ({error.strerror}): check the permissions") from None
    return [assignment.notebook_path, *(folder / file for file in _FILES)]


def _refuse_what_cannot_be(assignment: Assignment, name: str, points: float) -> None:
    if not name.isidentifier() or keyword.iskeyword(name):
        raise UserError(f"{name!r} cannot be an exercise: its name is a Python name, as my_layer")
    taken = {exercise.id for exercise in assignment.exercises}
    if name in taken or (assignment.checks_dir / name).exists():
        what = "an exercise" if name in taken else f"a folder {assignment.checks_dir / name}"
        raise UserError(f"{assignment.name} has {what} called {name!r} already: choose another name")
    if not 0 < points < math.inf:
        raise UserError(f"an exercise is worth a number of points above 0, not {points:g}: give it --points 1")


def _place(assignment: Assignment, after: str | None, names: list[str | None]) -> int:
    """Where the new cells go; at the end means before a question that a person grades, should that be the last."""
    if after is not None:
        before = next((exercise for exercise in assignment.exercises if exercise.id == after), None)
        if before is None:
            known = ", ".join(exercise.id for exercise in assignment.exercises)
            raise UserError(f"{assignment.name} has no exercise {after!r} to add one after; it has {known}")
        return names.index(before.check_id) + 1
    automatic: list[Exercise] = [exercise for exercise in assignment.exercises if not exercise.manual]
    return names.index(automatic[-1].check_id) + 1 if automatic else len(names)


def _text(template: str, name: str) -> str:
    """A template's text, the exercise's name in it, without the line break at its end."""
    return Template((_TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")).substitute(name=name).rstrip("\n")
