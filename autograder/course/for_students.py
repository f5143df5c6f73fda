"""What the release has beside the source: points in headings, a word when the visible tests pass, cells at both ends.

All of it is made from the metadata when the release is, by a step of nbgrader's, so that the source stays simple and
`nbgrader generate_assignment` writes the same bytes as `autograder build`. The added cells have ids of their own, which
are the same in every build, and no grading metadata: they earn nothing, and who deletes or changes one loses nothing.
"""

from __future__ import annotations

import base64
import json
import textwrap
import zlib
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.course.assignment import CHECK_SUFFIX
from autograder.course.headings import titles, with_points
from autograder.course.notebook import OVERVIEW, grade_id
from autograder.course.opening import EXERCISES, FILES, VALIDATING
from autograder.course.opening import OVERVIEW as SHOW
from autograder.course.requirements import packages
from autograder.course.shared_files import shared

START, HAND_IN = "for_students_start", "for_students_hand_in"
ADDED = frozenset({START, HAND_IN, OVERVIEW})

_LARGEST_EMBEDDED = 50_000  # bytes of a text that lies beside the notebook: simgpu.py, and no pictures of digits
_EMBEDDED = (".py", ".md", ".csv", ".txt")

# In JupyterLab: what these cells do is of interest, and not how.
_FOLDED = {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]}

_SUBMIT = (
    "where your JupyterLab has nbgrader's menu, *Nbgrader → Assignment List → Submit*; elsewhere save this notebook "
    "and hand in the file where your course collects work"
)


class ForStudents(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """Adds to a source notebook what students see and authors need not write."""

    files_at = Unicode(
        "",
        help="The address of the folder that holds the released assignments, for notebooks that come without the files "
        "beside them: files are fetched from <files_at>/<assignment>/<file>",
    ).tag(config=True)
    hand_in = Unicode(_SUBMIT, help="How students hand in, in Markdown, within a sentence").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return `nb` with points in its headings, a line of code behind each visible test, and cells at both ends."""
        folder = Path(resources["metadata"]["path"])
        with_points(nb)
        for cell in nb.cells:
            if (name := _tested(cell)) is not None:
                cell.source += f'\nprint("✓ {name}: the visible tests pass")'
        nb.cells = [cell for cell in nb.cells if cell.get("id") not in ADDED]
        first = next((index for index, cell in enumerate(nb.cells) if cell.cell_type == "code"), len(nb.cells))
        nb.cells.insert(first, self._start(nb, folder))
        nb.cells += [self._how_to_hand_in(nb, resources["metadata"]["name"]), new_code_cell(SHOW, id=OVERVIEW)]
        return nb, resources

    def _start(self, nb: NotebookNode, folder: Path) -> NotebookNode:
        names = nb.metadata.get("autograder", {}).get("data", [])
        source = ""
        if names:
            address = f"{self.files_at.rstrip('/')}/{folder.name}/" if self.files_at else ""
            files = {name: _packed(folder, name) for name in names}
            lines = [f"        {json.dumps(name)}: {packed!r},\n" for name, packed in files.items()]
            source = FILES.format(address=address, files="{\n" + "".join(lines) + "    }") + "\n"
        cell: NotebookNode = new_code_cell(source + VALIDATING + _exercises(nb), id=START, metadata=_FOLDED)
        return cell

    def _how_to_hand_in(self, nb: NotebookNode, topic: str) -> NotebookNode:
        named = "".join(f", {name}" for name in packages(nb))
        text = f"""\
            ## Before you hand in

            1. *Kernel → Restart Kernel and Run All Cells…*. It stops at an exercise that is still open: that is no
               fault, go on below it. The *Validate* button, where there is one, runs everything in a kernel of its
               own and lists what fails.
            2. Run the last cell. It says which exercises pass their visible tests. An open exercise costs its own
               points and no others.
            3. Hand in: {self.hand_in}. The file keeps its name, `{topic}.ipynb`.

            **When it is graded** your notebook runs from top to bottom on a computer without a network. There are
            Python's own library, PyTorch, NumPy, matplotlib{named}, and the files that came with this notebook. A
            package that is not among these may be imported, and fails where it is used."""
        cell: NotebookNode = new_markdown_cell(textwrap.dedent(text), id=HAND_IN)
        return cell


def _tested(cell: NotebookNode) -> str | None:
    """The exercise whose visible tests a cell holds."""
    own = cell.metadata.get("nbgrader", {})
    name = grade_id(cell)
    if name is None or cell.cell_type != "code" or not own.get("grade") or own.get("solution"):
        return None
    return name.removesuffix(CHECK_SUFFIX)


class OverviewIsJudged(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no types
    """Makes the last cell a test without points for Validate to look at, after the gradebook was told of the others."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return `nb` with grading metadata in its last cell, which is locked."""
        for cell in nb.cells:
            if cell.get("id") == OVERVIEW:
                test = {"grade": True, "solution": False, "locked": True, "task": False, "points": 0}
                own = {"grade_id": OVERVIEW, "cell_type": "code", "schema_version": 3, **test}
                cell.metadata = from_dict({"deletable": False, "editable": False, "nbgrader": own})
        return nb, resources


def _exercises(nb: NotebookNode) -> str:
    """The function that says which exercises pass."""
    worth = {name: f"{cell.metadata['nbgrader']['points']:g}" for cell in nb.cells if (name := _tested(cell))}
    listed = ", ".join(f"{json.dumps(name)}: {points}" for name, points in worth.items())
    named = titles(nb)
    hand = [
        grade_id(cell) or ""
        for cell in nb.cells
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.metadata["nbgrader"].get("solution")
    ]
    called = ", ".join(repr(named.get(name, name)).strip("'\"") for name in hand)
    by_hand = f" A person reads: {called}" if hand else ""
    return EXERCISES.format(
        exercises="{" + listed + "}",
        width=max(8, *map(len, worth)),
        by_hand=by_hand.replace("{", "{{").replace("}", "}}").replace('"', "'"),
    )


def _packed(folder: Path, name: str) -> str | None:
    """A small text, packed into one line; None for what is fetched."""
    path = folder / name
    if path.suffix not in _EMBEDDED:
        return None
    content = shared(folder, name)  # the copy beside the notebook may be that of an earlier build
    if content is None and path.is_file():
        content = path.read_bytes()
    if content is None or len(content) > _LARGEST_EMBEDDED:
        return None
    return base64.b85encode(zlib.compress(content, 9)).decode()
