"""`autograder new-course`: a course with one exercise, which builds, lints, verifies and grades as it is."""

from __future__ import annotations

from pathlib import Path
from string import Template

import nbformat
import nbformat.v4
from nbformat.notebooknode import NotebookNode

from autograder.course.assignment import load
from autograder.course.build import build
from autograder.course.scaffold import cells
from autograder.errors import UserError
from autograder.files import write_files

ASSIGNMENT, TOPIC, EXERCISE = "01_first", "first", "rescale"
POINTS = 2

_TEMPLATES = Path(__file__).parent / "templates" / "course"
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def new_course(folder: Path) -> list[Path]:
    """Write a small course into a folder that is new or empty, release and solutions included; returns its files.

    A new folder is readable for this user alone.

    Raises UserError where the folder holds something, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder}: is there already and not empty: name a folder that is new, or empty it")
    templates = [path for path in sorted((_TEMPLATES / "files").rglob("*")) if path.suffix != ".pyc" and path.is_file()]
    files = {_name(path): _filled(path, folder) for path in templates}
    files[f"source/{ASSIGNMENT}/{TOPIC}.ipynb"] = (nbformat.writes(_notebook()) + "\n").encode()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)  # hidden checks, and later what students hand in
        write_files(folder, files)
        build(load(folder, ASSIGNMENT))
    except OSError as error:
        raise UserError(f"{error.filename}: cannot write it ({error.strerror}): choose another place") from None
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _name(path: Path) -> str:
    """The file that a template becomes; a leading dot is spelled out, so that the template itself is no such file."""
    return path.relative_to(_TEMPLATES / "files").as_posix().removesuffix(".txt").replace("dot-", ".")


def _filled(path: Path, folder: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":  # a template: the rest are files as they are
        text = Template(text).substitute(course=folder.resolve().name, assignment=ASSIGNMENT, topic=TOPIC)
    return text.encode()


def _notebook() -> NotebookNode:
    def text(name: str) -> str:
        return (_TEMPLATES / "notebook" / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")

    notebook: NotebookNode = nbformat.v4.new_notebook(
        metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}},
        cells=[
            cells.statement("intro", text("intro.md")),
            cells.given("setup", "import torch"),
            cells.statement(f"{EXERCISE}_statement", text("statement.md")),
            cells.answer(EXERCISE, text("answer.py")),
            cells.visible_tests(EXERCISE, text("visible_tests.py"), POINTS),
        ],
    )
    return notebook
