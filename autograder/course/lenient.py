"""Reading a notebook that a student handed in, whatever wrote it.

Of a submission only the cells' sources, ids, metadata and pasted pictures are graded; outputs, counts and everything
else are made anew or thrown away. So they are not looked at here, and where a cell itself is damaged, what can be read
of it is kept and said. What cannot be read at all is a UserError, and never an empty notebook, which would be a zero.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.course.notebook import CHOOSE, looks_like, parse
from autograder.errors import UserError

_KINDS = ("code", "markdown", "raw")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_NOTED = 5


@dataclass(frozen=True, slots=True)
class Read:
    """The notebook, in format 4, and what was done to read it, in words a student can read."""

    notebook: NotebookNode
    notes: tuple[str, ...]


def read_leniently(path: Path, data: bytes) -> Read:
    """The notebook in `data`, the contents of `path`; ids are unique, and the same from read to read.

    Raises UserError where these are no notebook's.
    """
    text, notes = _decoded(path, data)
    raw = parse(path, text)
    if not isinstance(raw, dict):
        raise UserError(f"{path}: this is JSON but not a notebook: {CHOOSE}")
    raw = _of_format_4(path, raw, notes)
    given = raw.get("cells")
    if not isinstance(given, list):
        raise UserError(f"{path}: not a valid notebook (it has no list of cells): {CHOOSE}")
    repairs: list[str] = []
    cells = [cell for number, item in enumerate(given, 1) for cell in _cell(number, item, repairs)]
    if given and not cells:
        raise UserError(f"{path}: not a valid notebook (none of its cells can be read): {CHOOSE}")
    _make_ids_unique(cells)
    if len(repairs) > _MOST_NOTED:
        repairs = [*repairs[:_MOST_NOTED], f"{len(repairs) - _MOST_NOTED} more repairs like these"]
    notebook = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    return Read(notebook, (*notes, *repairs))


def _decoded(path: Path, data: bytes) -> tuple[str, list[str]]:
    if not data.strip():
        raise UserError(f"{path}: the file is empty: save the notebook again and copy it once more")
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16"), ["the notebook was saved as UTF-16 instead of UTF-8"]
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        if not data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            raise UserError(f"{path}: not a text file ({looks_like(data)}): {CHOOSE}") from None
        where = f"the first at byte {error.start:,}"
        return data.decode("utf-8-sig", "replace"), [f"bytes that are no UTF-8 text were replaced by � ({where})"]


def _of_format_4(path: Path, raw: dict[str, Any], notes: list[str]) -> dict[str, Any]:
    stated = raw.get("nbformat")
    try:
        version = int(stated) if isinstance(stated, int | float | str) and not isinstance(stated, bool) else None
    except (ValueError, OverflowError):
        version = None
    if version is None and not isinstance(raw.get("cells"), list):
        raise UserError(f"{path}: this is JSON but not a notebook: {CHOOSE}")
    if version is not None and version > 4:
        raise UserError(f"{path}: the notebook has format {version}, and 4 is the newest understood: save it as that")
    if version is not None and version < 4 and isinstance(raw.get("worksheets"), list):
        notes.append(f"the notebook had the old format {version} and was converted")
        sheets = [sheet for sheet in raw["worksheets"] if isinstance(sheet, dict)]
        old = [cell for sheet in sheets if isinstance(sheet.get("cells"), list) for cell in sheet["cells"]]
        return {"cells": [_of_format_3(cell) for cell in old]}
    if version != 4 or version != stated:
        notes.append(f"the notebook's format was given as {str(stated)[:20]!r} and taken for 4")
    return raw


def _of_format_3(cell: object) -> object:
    """In format 3, code stood in `input`, headings were cells of their own, and lines may lack their ends."""
    if not isinstance(cell, dict):
        return cell
    source = cell.get("input") if cell.get("cell_type") == "code" else cell.get("source")
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        source = ("" if lines and lines[0].endswith("\n") else "\n").join(lines)
    if cell.get("cell_type") == "heading" and isinstance(source, str):
        level = cell.get("level") if cell.get("level") in range(1, 7) else 1
        return {**cell, "cell_type": "markdown", "source": "#" * int(level or 1) + " " + source}
    return {**cell, "source": source}


def _cell(number: int, given: object, repairs: list[str]) -> Iterator[dict[str, Any]]:
    """The cell as it is graded; nothing, and a note, where there is none."""
    if not isinstance(given, dict):
        repairs.append(f"cell {number} was not a cell and was left out")
        return
    kind = given.get("cell_type")
    if kind not in _KINDS:
        repairs.append(f"cell {number} had no type that is known and was taken for code")
        kind = "code"
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": given["id"] if isinstance(given.get("id"), str) else "cell",
        "metadata": given["metadata"] if isinstance(given.get("metadata"), dict) else {},
        "source": _source(number, given, repairs),
    }
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    elif isinstance(given.get("attachments"), dict):
        cell["attachments"] = given["attachments"]
    yield cell


def _make_ids_unique(cells: list[dict[str, Any]]) -> None:
    """Where an id is there several times, the last cell keeps it: of several copies the last one counts."""
    taken = {cell["id"] for cell in cells}
    seen: set[str] = set()
    for number, cell in reversed(list(enumerate(cells, 1))):
        given, tried = cell["id"], 0
        while cell["id"] in (seen if cell["id"] == given else taken):
            tried += 1
            cell["id"] = f"{given[:40]}-{number}" + "-" * tried
        seen.add(cell["id"])
        taken.add(cell["id"])


def _source(number: int, given: dict[str, Any], repairs: list[str]) -> str:
    source = given.get("source")
    if isinstance(source, str):
        return source
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        if len(lines) < len(source):
            repairs.append(f"cell {number}: lines of its source that were no text were left out")
        return "".join(lines)
    repairs.append(f"cell {number} had no source that is text: what it held was left out")
    return ""
