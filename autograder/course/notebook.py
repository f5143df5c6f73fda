"""Reading one notebook file, whoever wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4.rwbase import rejoin_lines, strip_transient

from autograder.errors import UserError

MAX_BYTES = 50_000_000  # also of what students hand in, whichever way it comes in
# Of the JSON, counted before it is parsed: an empty list takes two characters in a file and 72 bytes of memory.
MAX_PARTS = 500_000
MAX_NESTING = 100

CHOOSE = "choose a file that Jupyter saved as .ipynb"
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)  # possessive: no position is tried twice
_NO_BRACKET = re.compile(r"[^\[\]{}]++")


OVERVIEW = "for_students_overview"  # the id of a release's last cell: see `autograder.course.for_students`


def unmarked(release: NotebookNode) -> NotebookNode:
    """The release, its last cell without grading metadata, which only nbgrader's Validate is to see."""
    for cell in release.cells:
        if cell.get("id") == OVERVIEW:
            cell.metadata.pop("nbgrader", None)
    return release


def grade_id(cell: Mapping[str, Any]) -> str | None:
    """The cell's nbgrader grade_id, or None where it has none."""
    meta = cell.get("metadata", {}).get("nbgrader")
    value = meta.get("grade_id") if isinstance(meta, dict) else None
    return value if isinstance(value, str) and value else None


def read_notebook(path: Path) -> NotebookNode:
    """A notebook of format 4, with an id on every cell of a format 4.5 notebook.

    An id that is missing or repeated is replaced by one made of the cell's number, not by a random one, so that reading
    a file twice gives the same notebook. Raises UserError for a file that is missing, unreadable, empty, cut off, not
    JSON, not a notebook, or of another format version; the message says what to do.
    """
    raw = parse(path, _decoded(path, _read(path)))
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
        raise UserError(f"{path}: this is JSON but not a notebook: {CHOOSE}")
    if raw["nbformat"] < 4:
        raise UserError(
            f"{path}: the notebook has the old format {raw['nbformat']}: convert it with "
            f"`jupyter nbconvert --to notebook --inplace {path.name}`"
        )
    if raw["nbformat"] > 4:
        raise UserError(
            f"{path}: the notebook has format {raw['nbformat']}, and 4 is the newest understood: save it as that"
        )
    cells = raw.get("cells")
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise UserError(f"{path}: not a valid notebook (it has no list of cells): {CHOOSE}")
    _give_ids(raw, cells)
    try:
        nbformat.validate(nbdict=raw, relax_add_props=True)
        notebook: NotebookNode = strip_transient(rejoin_lines(nbformat.from_dict(raw)))
    except Exception as error:  # beside ValidationError: nbformat trips over values of a type it does not expect
        reason = str(error).strip().partition("\n")[0][:300]
        raise UserError(
            f"{path}: not a valid notebook ({reason}): open it in Jupyter, repair that cell and save it again"
        ) from None
    return notebook


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            sizes = f"{size / 1e6:,.0f} MB, more than the limit of {MAX_BYTES / 1e6:,.0f} MB"
            raise UserError(f"{path}: the notebook has {sizes}: clear its outputs and save it again")
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file: check the path") from None
    except OSError as error:
        raise UserError(f"{path}: cannot read it ({error.strerror}): it must be a readable notebook file") from None


def _decoded(path: Path, data: bytes) -> str:
    if not data.strip():
        raise UserError(f"{path}: the file is empty: save the notebook again and copy it once more")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{path}: not a text file ({looks_like(data)}): {CHOOSE}") from None


def _require_bounded(path: Path, text: str) -> None:
    """Refuse JSON that would take far more memory parsed than it has characters, or that nests without end."""
    structure = _STRING.sub("", text)
    parts = sum(map(structure.count, "[{,:"))
    if parts > MAX_PARTS:
        raise UserError(
            f"{path}: not a notebook that can be read ({parts:,} parts, more than the limit of {MAX_PARTS:,}): "
            "clear its outputs and save it again"
        )
    depth = 0
    for bracket in _NO_BRACKET.sub("", structure):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_NESTING:
            raise UserError(f"{path}: not a notebook (JSON nested more than {MAX_NESTING} deep): {CHOOSE}")


def parse(path: Path, text: str) -> object:
    """The JSON in `text`, the contents of `path`; raises UserError where it is none, or more than a notebook can be."""
    _require_bounded(path, text)
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        if _is_cut_off(text, error):
            raise UserError(
                f"{path}: the notebook is cut off after {len(text):,} characters (an interrupted save or upload): "
                "save it again and copy it once more"
            ) from None
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise UserError(f"{path}: not a notebook ({looks_like(text.encode())}; {where}): {CHOOSE}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets nested thousands deep
        raise UserError(f"{path}: not a notebook (JSON out of bounds): {CHOOSE}") from None
    if "\\ud" in text.lower():
        # An escape may spell half a surrogate pair, which no file, page or database can take: it becomes "?".
        parsed = json.loads(json.dumps(parsed, ensure_ascii=False).encode("utf-8", "replace"))
    return parsed


def _is_cut_off(text: str, error: json.JSONDecodeError) -> bool:
    """Whether the JSON was well formed up to its very end: an unfinished string is reported where it starts."""
    rest = text[error.pos :].strip()
    unfinished = any(word.startswith(rest) for word in ("true", "false", "null", "-"))  # also where nothing is left
    return text.lstrip().startswith("{") and (unfinished or error.msg.startswith("Unterminated string"))


_SIGNATURES = (
    (b"<<<<<<<", "it has git conflict markers"),
    (b"<", "it looks like a web page"),
    (b"%PDF", "it is a PDF"),
    (b"PK", "it is a zip archive"),
    (b"\x1f\x8b", "it is a gzip archive"),
)


def looks_like(data: bytes) -> str:
    """What a file that is no notebook seems to be."""
    head = data.lstrip()
    return next((what for signature, what in _SIGNATURES if head.startswith(signature)), "it is not JSON")


def _give_ids(raw: dict[str, Any], cells: list[dict[str, Any]]) -> None:
    if not isinstance(minor := raw.get("nbformat_minor"), int) or minor < 5:
        return
    taken = {cell["id"] for cell in cells if isinstance(cell.get("id"), str)}
    seen: set[str] = set()
    for index, cell in enumerate(cells):
        given = cell.get("id")
        if "id" in cell and not isinstance(given, str):
            continue  # the schema says what is wrong with it
        if given is None or given in seen:
            given = f"cell-{index}"
            while given in taken:
                given += "-"
            cell["id"] = given
            taken.add(given)
        seen.add(given)
