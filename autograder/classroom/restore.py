"""Put a submitted notebook back into the shape of the released one.

Students delete, copy, retype and reorder cells, and some editors drop the metadata that says which cell is which.
What is graded is the *restored* notebook: every graded or locked cell of the release occurs exactly once, with the
release's source and metadata; what the student wrote in an answer stays as it is. Nothing else of the student's
metadata survives: kernelspec, grade ids of their own making, outputs and execution counts are dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# At the beginning of a line: def f, class C, async def f, or name = (but not name ==).
_DEFINITION = re.compile(
    r"^(?:(?:async[ \t]++)?(?:def|class)[ \t]++(\w++)|(\w++)[ \t]*+(?::[^=\n]*+)?=(?!=))", flags=re.MULTILINE
)
_MIME_KEPT = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml")


@dataclass(frozen=True)
class Restored:
    """A notebook ready to be graded, and what had to be done to it, in words a student can read."""

    notebook: NotebookNode
    notes: tuple[str, ...]


def restore(submitted: NotebookNode, release: NotebookNode) -> Restored:
    """Return `submitted` with the cells of `release` that grading needs; neither argument is changed.

    Cells are recognised by grade id, then by cell id, then (locked and check cells) by their source, then (answer
    cells) by the functions and classes they define. Of several copies the last counts, as in nbgrader. An answer cell
    that cannot be found is *not* put back: its stub would overwrite a function the student defined elsewhere.
    """
    wanted = {_grade_id(cell): cell for cell in release.cells if _grade_id(cell)}
    cells = [cell for cell in submitted.get("cells", []) if isinstance(cell, NotebookNode)]
    cells, taken_apart = _taken_apart(cells, wanted)
    found, notes = _recognise(cells, wanted)
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
    return not any(_source(cell).strip() for cell in notebook.get("cells", []) if isinstance(cell, NotebookNode))


def _recognise(cells: list[NotebookNode], wanted: dict[str, NotebookNode]) -> tuple[dict[str, int], list[str]]:
    """Find the submitted cell (its index) that stands for each wanted one."""
    found: dict[str, int] = {}
    notes: list[str] = []
    copies: dict[str, int] = {}
    for index, cell in enumerate(cells):
        name = _grade_id(cell)
        if name in wanted:
            copies[name] = copies.get(name, 0) + 1
            found[name] = index
    notes += [f"cell {name} was there {n} times: the last one counts" for name, n in copies.items() if n > 1]

    by_look: list[str] = []
    looks = _Looks(cells)
    for name, released in wanted.items():
        if name in found:
            continue
        place = _look_for(name, released, looks, set(found.values()))
        if place is not None:
            found[name] = place
            by_look.append(name)
    if by_look:
        notes.append("the notebook's grading metadata was missing: cells were recognised by their content")
    return found, notes


class _Looks:
    """What cells without a grade id look like, each looked at once however many are missing."""

    def __init__(self, cells: list[NotebookNode]) -> None:
        free = [(index, cell) for index, cell in enumerate(cells) if not _grade_id(cell)]
        self.ids = [
            (index, {cell.get("id"), _metadata(cell).get("id")}) for index, cell in free if _has_plain_ids(cell)
        ]
        self._sources = [(index, _source(cell)) for index, cell in free]

    @cached_property
    def squeezed(self) -> list[tuple[int, str]]:
        return [(index, _squeezed(source)) for index, source in self._sources]

    @cached_property
    def defined(self) -> list[tuple[int, frozenset[str]]]:
        return [(index, _defined(source)) for index, source in self._sources]


def _has_plain_ids(cell: NotebookNode) -> bool:
    return all(isinstance(found, str | None) for found in (cell.get("id"), _metadata(cell).get("id")))


def _look_for(name: str, released: NotebookNode, looks: _Looks, taken: set[int]) -> int | None:
    by_id = [index for index, ids in looks.ids if name in ids and index not in taken]
    if by_id:
        return by_id[-1]
    source = _squeezed(_source(released))
    same = [index for index, found in looks.squeezed if source and found == source and index not in taken]
    if same:
        return same[-1]
    if _is_answer(released) and released.cell_type == "code":
        names = _defined(_source(released))
        defines = [index for index, found in looks.defined if names and names <= found and index not in taken]
        if defines:
            return defines[-1]
    return None


def _taken_apart(cells: list[NotebookNode], wanted: dict[str, NotebookNode]) -> tuple[list[NotebookNode], list[str]]:
    """Give an answer that was merged into the cell of its check a cell of its own again, in front of that."""
    present = {_grade_id(cell) for cell in cells}
    result, notes = [], []
    for cell in cells:
        name = _grade_id(cell).removesuffix("_check")
        released, check = wanted.get(name), wanted.get(f"{name}_check")
        if check is not None and released is not None and _grade_id(cell) != name and name not in present:
            source = _source(cell)
            names = _defined(_source(released))
            if names and names <= _defined(source):
                answer = _copy_cell(released)
                answer["source"] = _without(source, _source(check))
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
    place = {_grade_id(cell): index for index, cell in enumerate(cells) if _grade_id(cell)}
    moved = {
        name: place[f"{name}_check"]
        for name, index in place.items()
        if _is_answer(cells[index]) and place.get(f"{name}_check", index) < index
    }
    notes += [f"cell {name}_check stood before its answer and was moved behind it" for name in moved]
    result = []
    for index, cell in enumerate(cells):
        if index not in moved.values():
            result.append(cell)
        if (name := _grade_id(cell)) in moved:
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
        elif _is_answer(released) and not _nbgrader(released).get("grade"):
            notes.append(f"cell {name} is missing: was it deleted?")
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
    if _is_answer(released):
        new["source"] = _source(cell)
        if new.cell_type == "markdown" and (images := _attachments(cell)):
            new["attachments"] = images
    return new


def _copy_cell(released: NotebookNode) -> NotebookNode:
    new = _own_cell(released)
    new["metadata"] = _copy(released.metadata)
    new["id"] = str(released.get("id") or _grade_id(released))
    return new


def _own_cell(cell: NotebookNode) -> NotebookNode:
    """A fresh, valid cell with this one's type, source and pictures, and no metadata."""
    source, kind = _source(cell), cell.get("cell_type")
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
    used |= {cell["id"] for cell in cells if _grade_id(cell)}
    for index, cell in enumerate(cells):
        if _grade_id(cell):
            continue
        wanted, n = str(cell.get("id")), 0
        while cell["id"] in used:
            n += 1
            cell["id"] = f"{wanted[:48]}-{index}-{n}"
        used.add(cell["id"])


def _defined(source: str) -> frozenset[str]:
    """Names of the functions, classes and variables that a cell defines at its top level.

    Found line by line: a parser takes 600 times a cell's size in memory, and would stumble over a magic.
    """
    return frozenset(name for match in _DEFINITION.finditer(source) for name in match.groups() if name)


def _metadata(cell: NotebookNode) -> dict[str, Any]:
    metadata = cell.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _nbgrader(cell: NotebookNode) -> dict[str, Any]:
    own = _metadata(cell).get("nbgrader")
    return own if isinstance(own, dict) else {}


def _grade_id(cell: NotebookNode) -> str:
    name = _nbgrader(cell).get("grade_id")
    return name if isinstance(name, str) else ""


def _is_answer(cell: NotebookNode) -> bool:
    return bool(_nbgrader(cell).get("solution"))


def _source(cell: NotebookNode) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _squeezed(source: str) -> str:
    return re.sub(r"\s+", "", source)


def _copy(node: NotebookNode) -> NotebookNode:
    return _node(_plain(node))


def _node(value: object) -> NotebookNode:
    node: NotebookNode = nbformat.from_dict(value)
    return node


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
