"""Put a submitted notebook back into the shape of the released one.

Students delete, copy, retype and reorder cells, and some editors drop the metadata that says which cell is which.
What is graded is the *restored* notebook: every graded or locked cell of the release occurs exactly once, with the
release's source and metadata; what the student wrote in an answer stays as it is. Nothing else of the student's
metadata survives: kernelspec, grade ids of their own making, outputs and execution counts are dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from autograder.classroom.recognise import defined, grade_id, is_answer, nbgrader_of, recognise, source_of

_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MIME_KEPT = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")


@dataclass(frozen=True)
class Restored:
    """A notebook ready to be graded, and what had to be done to it, in words a student can read."""

    notebook: NotebookNode
    notes: tuple[str, ...]


def restore(submitted: NotebookNode, release: NotebookNode) -> Restored:
    """Return `submitted` with the cells of `release` that grading needs; neither argument is changed.

    Which cell is which: see `recognise`. Of several copies the last counts, as in nbgrader. An answer cell that cannot
    be found is *not* put back: its stub would overwrite a function the student defined elsewhere.
    """
    wanted = {grade_id(cell): cell for cell in release.cells if grade_id(cell)}
    cells = [cell for cell in submitted.get("cells", []) if isinstance(cell, NotebookNode)]
    cells, taken_apart = _taken_apart(cells, wanted)
    found, notes = recognise(cells, release)
    notes += taken_apart
    owner = {index: name for name, index in found.items()}

    restored: list[NotebookNode] = []
    position: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = owner.get(index)
        if name is None:
            restored.append(_own_cell(cell))
        else:
            position[name] = len(restored)
            restored.append(_restored_cell(cell, wanted[name]))
    restored = _insert_missing(restored, position, wanted, notes)
    restored = _checks_behind_answers(restored, notes)
    _make_ids_unique(restored, set(wanted))

    notebook = nbformat.v4.new_notebook(cells=restored, metadata=_copy(release.metadata))
    notebook.nbformat_minor = max(5, int(release.get("nbformat_minor", 5)))
    return Restored(notebook, tuple(notes))


def is_empty(notebook: NotebookNode) -> bool:
    """Whether nothing at all was written in the notebook (it is then graded, and earns nothing)."""
    return not any(source_of(cell).strip() for cell in notebook.get("cells", []) if isinstance(cell, NotebookNode))


def _taken_apart(cells: list[NotebookNode], wanted: dict[str, NotebookNode]) -> tuple[list[NotebookNode], list[str]]:
    """Give an answer that was merged into the cell of its check a cell of its own again, in front of that."""
    present = {grade_id(cell) for cell in cells}
    result, notes = [], []
    for cell in cells:
        name = grade_id(cell).removesuffix("_check")
        released, check = wanted.get(name), wanted.get(f"{name}_check")
        if check is not None and released is not None and grade_id(cell) != name and name not in present:
            source = source_of(cell)
            names = defined(source_of(released))
            if names and names <= defined(source):
                answer = _copy_cell(released)
                answer["source"] = _without(source, source_of(check))
                result.append(answer)
                notes.append(f"cell {name} had been merged into the cell of its test and was taken out of it")
        result.append(cell)
    return result, notes


def _without(source: str, part: str) -> str:
    """The source without a part at its beginning or its end."""
    stripped, part = source.strip(), part.strip()
    return stripped.removesuffix(part).removeprefix(part).strip() if part else stripped


def _checks_behind_answers(cells: list[NotebookNode], notes: list[str]) -> list[NotebookNode]:
    """Move a check that stands before its answer behind it: it runs where it stands, and would not find the answer."""
    place = {grade_id(cell): index for index, cell in enumerate(cells) if grade_id(cell)}
    moved = {
        name: place[f"{name}_check"]
        for name, index in place.items()
        if is_answer(cells[index]) and place.get(f"{name}_check", index) < index
    }
    notes += [f"cell {name}_check stood before its answer and was moved behind it" for name in moved]
    result = []
    for index, cell in enumerate(cells):
        if index not in moved.values():
            result.append(cell)
        if (name := grade_id(cell)) in moved:
            result.append(cells[moved[name]])
    return result


def _insert_missing(
    cells: list[NotebookNode], position: dict[str, int], wanted: dict[str, NotebookNode], notes: list[str]
) -> list[NotebookNode]:
    """Put missing check, manual and locked cells after the cell they follow in the release."""
    after: dict[int, list[NotebookNode]] = {}
    last = -1
    for name, released in wanted.items():
        if name in position:
            last = position[name]
        elif is_answer(released) and not nbgrader_of(released).get("grade"):
            notes.append(f"cell {name} is missing: was it deleted, or has it come to the assignment since?")
        else:
            after.setdefault(last, []).append(_copy_cell(released))
            if not name.endswith("_check") or name.removesuffix("_check") in position:
                notes.append(f"cell {name} was missing and has been put back")
    result = list(after.get(-1, []))
    for index, cell in enumerate(cells):
        result += [cell, *after.get(index, [])]
    return result


def _restored_cell(cell: NotebookNode, released: NotebookNode) -> NotebookNode:
    """The released cell, with the student's source where the cell is the student's to write."""
    new = _copy_cell(released)
    if is_answer(released):
        new["source"] = source_of(cell)
        if new.cell_type == "markdown" and (images := _attachments(cell)):
            new["attachments"] = images
    return new


def _copy_cell(released: NotebookNode) -> NotebookNode:
    new = _own_cell(released)
    new["metadata"] = _copy(released.metadata)
    new["id"] = str(released.get("id") or grade_id(released))
    return new


def _own_cell(cell: NotebookNode) -> NotebookNode:
    """A fresh, valid cell with this one's type, source and pictures, and no metadata."""
    source, kind = source_of(cell), cell.get("cell_type")
    wanted_id = cell.get("id")
    extra = {"id": wanted_id if isinstance(wanted_id, str) and _CELL_ID.fullmatch(wanted_id) else "cell"}
    new: NotebookNode
    if kind == "markdown":
        new = new_markdown_cell(source, **extra)
    else:
        new = new_raw_cell(source, **extra) if kind == "raw" else new_code_cell(source, **extra)
    if kind == "markdown" and (images := _attachments(cell)):
        new["attachments"] = images
    return new


def _attachments(cell: NotebookNode) -> NotebookNode:
    """Pictures pasted into a markdown cell; anything that is not a picture is left behind."""
    attached = cell.get("attachments")
    kept: dict[str, dict[str, Any]] = {}
    for name, bundle in attached.items() if isinstance(attached, dict) else ():
        images = {
            mime: data
            for mime, data in (bundle.items() if isinstance(bundle, dict) else ())
            if mime in _MIME_KEPT and isinstance(data, str)
        }
        if images:
            kept[str(name)] = images
    return _node(kept)


def _make_ids_unique(cells: list[NotebookNode], reserved: set[str]) -> None:
    """Rename the cells whose id was used before; derived from the position, so that a regrade gives the same bytes."""
    used = set(reserved)
    used |= {cell["id"] for cell in cells if grade_id(cell)}
    for index, cell in enumerate(cells):
        if grade_id(cell):
            continue
        wanted, n = str(cell.get("id")), 0
        while cell["id"] in used:
            n += 1
            cell["id"] = f"{wanted[:48]}-{index}-{n}"
        used.add(cell["id"])


def _copy(node: NotebookNode) -> NotebookNode:
    return _node(_plain(node))


def _node(value: object) -> NotebookNode:
    node: NotebookNode = nbformat.from_dict(value)
    return node


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
