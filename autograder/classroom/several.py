"""More than one notebook in a submission, and a notebook as it was handed out: said before somebody wonders at a zero.

JupyterLab's "Duplicate" leaves `tensors-Copy1.ipynb` beside `tensors.ipynb`, and the one that was worked in need not be
the one that is graded.
"""

from __future__ import annotations

from collections.abc import Sequence

from nbformat import NotebookNode

from autograder.classroom.intake import shown
from autograder.course import grade_id

CAREFUL = "CAREFUL: "
_SEVERAL, _AS_RELEASED = "notebooks were handed in: ", "is as it was handed out: "
_MOST_NAMED = 5


def remarks(graded: str, present: Sequence[str], notebook: NotebookNode, release: NotebookNode) -> list[str]:
    """What to say of a submission with the notebooks `present`, of which `graded` was taken, restored as `notebook`."""
    others = [name for name in present if name != graded]
    untouched = is_untouched(notebook, release)
    graded = shown(graded)
    if others and untouched:
        return [
            f"{CAREFUL}{graded} was graded, and it is as it was handed out: no answer was written in it. Beside it "
            f"lies {named(others)}, which was not graded: was that meant to be handed in as {graded}?"
        ]
    if others:
        return [f"{len(others) + 1} {_SEVERAL}{graded} was graded, {named(others)} was not"]
    return [f"the notebook {_AS_RELEASED}no answer was written in it"] if untouched else []


def worth_a_look(message: str | None) -> list[str]:
    """Of what a report says about a notebook, the lines that `remarks` wrote."""
    said = (message or "").splitlines()
    return [line for line in said if line.startswith(CAREFUL) or _SEVERAL in line or _AS_RELEASED in line]


def named(names: Sequence[str], most: int = _MOST_NAMED) -> str:
    """Names that students or their systems chose, in one line; the first few of them."""
    said = ", ".join(map(shown, names[:most]))
    return f"{said} and {len(names) - most} more" if len(names) > most else said


def counted(number: int, noun: str) -> str:
    """A number and its noun: "1 file", "2 files"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def is_untouched(notebook: NotebookNode, release: NotebookNode) -> bool:
    """Whether every answer of the release is in the (restored) notebook as it was handed out."""
    answers, given = _answers(notebook), _answers(release)
    return bool(given) and answers == given


def _answers(notebook: NotebookNode) -> dict[str, list[str]]:
    """The answer cells by grade_id, as lines without the blanks at their ends."""
    return {
        name: [line.rstrip() for line in cell.source.strip().splitlines()]
        for cell in notebook.cells
        if (name := grade_id(cell)) and cell.metadata["nbgrader"].get("solution")
    }
