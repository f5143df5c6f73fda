"""Write a made-up class into demo/course: submissions put together from the wheats and chaffs of the checks.

Who answers what is drawn from the student's name, so the class is the same each time. Some answer everything right,
some leave exercises out, and seven have the troubles that every class has: see `TROUBLES`.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import Assignment, Exercise, grade_id, load
from demo.paragraphs import PARAGRAPHS

HERE = Path(__file__).resolve().parent
COURSE = HERE / "course"
DUE = "2026-11-16 23:59:59 UTC"

CONFIG = '''"""The demonstration course: the repository's configuration, for this folder."""

from pathlib import Path

load_subconfig("nbgrader_config.py", path=str(Path(__file__).resolve().parent / {up!r}))
'''


@dataclass(frozen=True)
class Student:
    """`skill` is the share of exercises answered right, `gaps` of those left out; `trouble` names one of TROUBLES."""

    first: str
    last: str
    skill: float = 1.0
    gaps: float = 0.0
    trouble: str | None = None
    submitted: str = "2026-11-15 18:04:11 UTC"

    @property
    def id(self) -> str:
        return f"{self.first}.{self.last}".lower().replace(" ", "-").replace("'", "")


CLASS = (
    Student("Amara", "Okafor", 1.0),
    Student("Ben", "Lindqvist", 0.85),
    Student("Chiara", "Ricci", 0.9),
    Student("Dmitri", "Volkov", 0.7, 0.05),
    Student("Elif", "Yildiz", 0.95),
    Student("Farid", "Haddad", 0.6, 0.1),
    Student("Grace", "Mwangi", 1.0),
    Student("Hiro", "Tanaka", 0.8),
    Student("Ines", "Carvalho", 0.75, 0.05),
    Student("Jonas", "Weber", 0.5, 0.2),
    Student("Kavya", "Nair", 0.9),
    Student("Liam", "O'Brien", 0.65),
    Student("Mei", "Chen", 0.95),
    Student("Noah", "Dubois", 0.4, 0.3),
    Student("Oyelaran", "Adeyemi", 0.85),
    Student("Petra", "Novak", 0.7),
    Student("Quentin", "Moreau", 0.25, 0.45),
    Student("Rosa", "Jimenez", trouble="untouched"),
    Student("Sven", "Halvorsen", 0.85, trouble="syntax error"),
    Student("Tariq", "Aziz", 0.8, trouble="endless loop"),
    Student("Uma", "Patel", 1.0, trouble="warnings"),
    Student("Viktor", "Horvath", 0.9, trouble="sys.exit"),
    Student("Wanda", "Kowalska", 0.95, trouble="30 GB"),
    Student("Xander", "de Vries", 0.8, submitted="2026-11-18 07:52:40 UTC"),
)

SOME, FEW = CLASS[::2], CLASS[::4]  # who hands in the later assignments, and those that train networks


def handing_in(name: str, first: str) -> tuple[Student, ...]:
    """The students who hand in an assignment: all of them the course's `first`."""
    return CLASS if name == first else FEW if name == "04_training" else SOME


def _append(cells: dict[str, NotebookNode], name: str, lines: str) -> None:
    cells[name].source = f"{cells[name].source.rstrip()}\n\n{lines}"


def _prepend(cells: dict[str, NotebookNode], name: str, lines: str) -> None:
    cells[name].source = f"{lines}\n\n{cells[name].source}"


def _forget_a_colon(cells: dict[str, NotebookNode], names: list[str]) -> None:
    name = names[len(names) // 2]
    cells[name].source = cells[name].source.replace("):", ")", 1)


def _never_stop(cells: dict[str, NotebookNode], names: list[str]) -> None:
    _append(cells, names[1], "tries = 0\nwhile True:  # until I get three times the same\n    tries += 1")


def _warn(cells: dict[str, NotebookNode], names: list[str]) -> None:
    warning = 'import sys\nimport warnings\n\nwarnings.warn("this feels slow")\nprint("checking...", file=sys.stderr)'
    for name in names[::4]:
        _append(cells, name, warning)


def _exit(cells: dict[str, NotebookNode], names: list[str]) -> None:
    _prepend(cells, names[3], 'import sys\n\nif not torch.cuda.is_available():\n    sys.exit("I need a GPU")')


def _take_30_gigabytes(cells: dict[str, NotebookNode], names: list[str]) -> None:
    _prepend(cells, names[2], "stress_test = torch.ones(7_500_000_000)  # float32: 30 GB")


TROUBLES: dict[str, Callable[[dict[str, NotebookNode], list[str]], None]] = {
    "untouched": lambda cells, names: None,
    "syntax error": _forget_a_colon,
    "endless loop": _never_stop,
    "warnings": _warn,
    "sys.exit": _exit,
    "30 GB": _take_30_gigabytes,
}


def make_class(name: str, root: Path, course: Path = COURSE, students: Sequence[Student] = CLASS) -> Assignment:
    """Write the class for assignment `name` of the course at `root` into `course`; returns the assignment there.

    Other assignments in `course` stay as they are.
    """
    original = load(root, name)
    for folder in (*(course / kind / name for kind in ("source", "release")), *course.glob(f"submitted/*/{name}")):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (original.source_dir, original.release_dir):
        shutil.copytree(folder, course / folder.relative_to(root))
    (course / "nbgrader_config.py").write_text(CONFIG.format(up=os.path.relpath(root, course)))
    assignment = load(course, name)
    for student in students:
        folder = course / "submitted" / student.id / name
        folder.mkdir(parents=True)
        nbformat.write(submission(student, assignment), folder / f"{assignment.topic}.ipynb")
        (folder / "timestamp.txt").write_text(student.submitted)
    return assignment


def submission(student: Student, assignment: Assignment) -> NotebookNode:
    """The notebook that a student hands in."""
    notebook = assignment.read_release()
    cells = {name: cell for cell in notebook.cells if (name := grade_id(cell))}
    names = [exercise.id for exercise in assignment.exercises if not exercise.manual]
    if student.trouble != "untouched":
        for exercise in assignment.exercises:
            answer = _answer(student, exercise, assignment)
            if answer is not None:
                cells[exercise.answer_id].source = answer
    if student.trouble is not None:
        TROUBLES[student.trouble](cells, names)
    return notebook


def _answer(student: Student, exercise: Exercise, assignment: Assignment) -> str | None:
    """What a student writes into an answer cell; None where it is left as it was."""
    draw = random.Random(f"{assignment.name}/{student.id}/{exercise.id}")
    luck = draw.random()
    if luck >= 1 - student.gaps:
        return None
    if exercise.manual:
        good, fair, poor = PARAGRAPHS[exercise.id]
        return good if luck < student.skill - 0.3 else fair if luck < student.skill else poor
    kind = "wheats" if luck < student.skill * (1 - student.gaps) else "chaffs"
    folder = assignment.checks_dir / exercise.id / kind
    return _without_docstring(draw.choice(sorted(folder.glob("*.py"))).read_text())


def _without_docstring(source: str) -> str:
    """An answer's code. The docstring is the hint that the checks give: no student would write it."""
    first = ast.parse(source).body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        source = "\n".join(source.splitlines()[first.end_lineno :])
    return source.strip()


def main() -> None:
    """`python -m demo.make_class [ASSIGNMENT]`: write the class and do not grade it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment", nargs="?", default="01_tensors")
    arguments = parser.parse_args()
    assignment = make_class(arguments.assignment, HERE.parent)
    print(f"{len(CLASS)} submissions of {assignment.name} in {COURSE / 'submitted'}")


if __name__ == "__main__":
    main()
