"""Notebooks as no editor should write them and some do, each with its wanted result.

A case is a name, the bytes of the file, what it is worth (None: it cannot be read, which is no score and no zero) and a
word of the remark or the message. Every case goes through every way in: see test_odd_notebooks.py.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import nbformat
from miniature import answered

from autograder.course import Assignment

FULL = 4.0  # `answered` solves both exercises


@dataclass(frozen=True)
class Case:
    name: str
    data: bytes
    score: float | None = FULL
    said: str = ""


def cases(assignment: Assignment) -> list[Case]:
    plain = json.loads(nbformat.writes(answered(assignment, why="Because.")))
    return [*_files(plain), *_formats(plain), *_cells(plain), *_metadata(plain)]


def _bytes(notebook: Any) -> bytes:
    return json.dumps(notebook, indent=1).encode()


def _files(plain: dict[str, Any]) -> Iterator[Case]:
    """The file as such: encodings, ends, what is no notebook at all."""
    text = json.dumps(plain, indent=1)
    yield Case("as it is", text.encode())
    yield Case("byte-order mark", b"\xef\xbb\xbf" + text.encode())
    yield Case("utf-16", text.encode("utf-16"), said="UTF-16")
    yield Case("utf-16 big-endian", b"\xfe\xff" + text.encode("utf-16-be"), said="UTF-16")
    yield Case("windows line ends", text.replace("\n", "\r\n").encode())
    yield Case("no line ends", json.dumps(plain).encode())
    yield Case("blanks around", b"\n\n  " + text.encode() + b"\n\n")
    yield Case("latin-1", text.replace("# RIGHT", "# RIGHT é").replace("é", "\xe9").encode("latin-1"), said="UTF-8")
    yield Case("lone surrogate", text.replace("# RIGHT", "# RIGHT \\ud83d").encode())
    yield Case("surrogate pair", text.replace("# RIGHT", "# RIGHT \\ud83d\\ude00").encode())
    yield Case("emoji", text.replace("# RIGHT", "# RIGHT 😀").encode())
    yield Case("a zero character", text.replace("# RIGHT", "# RIGHT \\u0000").encode())
    yield Case("a key twice", text.replace('"cells": [', '"metadata": {}, "cells": [', 1).encode())
    yield Case("NaN", text.replace('"nbformat_minor": 5', '"nbformat_minor": NaN').encode())
    for name, data, said in (
        ("empty file", b"", "empty"),
        ("blanks alone", b"  \n", "empty"),
        ("cut off", text[: len(text) // 2].encode(), "cut off"),
        ("cut off by one", text[:-1].encode(), "cut off"),
        ("pdf", b"%PDF-1.7 \xe2\xe3", "PDF"),
        ("zip", b"PK\x03\x04\xff\xfe", "zip"),
        ("gzip", b"\x1f\x8b\x08\x00", "gzip"),
        ("html", b"<!DOCTYPE html><html></html>", "web page"),
        ("conflict", b"<<<<<<< HEAD\n" + text.encode(), "conflict"),
        ("python", b"def double(x):\n    return x\n", "not JSON"),
        ("a number", b"4", "not a notebook"),
        ("a list", b"[]", "not a notebook"),
        ("a text", b'"cells"', "not a notebook"),
        ("null", b"null", "not a notebook"),
        ("another JSON", b'{"a": 1}', "not a notebook"),
        ("random bytes", bytes(range(128, 256)), "not a text file"),
        ("trailing comma", text.replace('"nbformat_minor": 5', '"nbformat_minor": 5,').encode(), "not a notebook"),
        ("nested", b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "JSON nested more than"),
        ("long number", b'{"cells": [], "nbformat": ' + b"9" * 10_000 + b"}", "out of bounds"),
    ):
        yield Case(name, data, None, said)


def _formats(plain: dict[str, Any]) -> Iterator[Case]:
    """What it says of its format."""

    def stated(**keys: Any) -> bytes:
        return _bytes({key: value for key, value in {**plain, **keys}.items() if value is not ...})

    for name, version in (("a float", 4.0), ("missing", ...), ("null", None), ("true", True)):
        yield Case(f"nbformat {name}", stated(nbformat=version))
    yield Case("nbformat 4 as text is said", stated(nbformat="4"), said="taken for 4")
    yield Case("nbformat 3 with cells", stated(nbformat=3), said="taken for 4")
    for minor in (0, 1, 2, 3, 4, 5, 6, 99, "5", None, ..., -1, 4.5):
        yield Case(f"nbformat_minor {minor!r:.5}", stated(nbformat_minor=minor))
    yield Case("nbformat 5", stated(nbformat=5), None, "format 5")
    yield Case("nbformat 5 as text", stated(nbformat="5"), None, "format 5")
    yield Case("old format 3", _bytes(_in_format_3(plain)), said="old format 3")
    for lines in (str.splitlines, lambda text: text.splitlines(keepends=True)):
        old = _in_format_3(plain)
        for cell in old["worksheets"][0]["cells"]:
            key = "input" if "input" in cell else "source"
            cell[key] = lines(cell[key])
        yield Case(f"old format 3 in lines {lines('a')}{lines is str.splitlines}", _bytes(old), said="converted")
    two = _in_format_3(plain)
    cells = two["worksheets"][0]["cells"]
    two["worksheets"] = [{"cells": cells[:3]}, {"cells": cells[3:]}, 7, {}]
    yield Case("old format 3 in two sheets", _bytes(two), said="converted")
    yield Case("old format 2", _bytes({**_in_format_3(plain), "nbformat": 2}), said="old format 2")
    yield Case("no cells", stated(cells=...), None, "list of cells")
    yield Case("cells are null", stated(cells=None), None, "list of cells")
    yield Case("cells are a mapping", stated(cells={"0": plain["cells"][0]}), None, "list of cells")
    yield Case("no cell is one", stated(cells=[1, None, "x"]), None, "none of its cells")
    yield Case("an empty list of cells", stated(cells=[]), 0.0, "empty")
    yield Case("metadata missing", stated(metadata=...))
    yield Case("metadata a list", stated(metadata=[1]))
    yield Case("metadata null", stated(metadata=None))
    yield Case("more keys", stated(signature="x", extra={"a": [1]}))


def _in_format_3(plain: dict[str, Any]) -> dict[str, Any]:
    cells = []
    for cell in plain["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            kept = {"input": source, "prompt_number": 1, "outputs": [], "language": "python", "collapsed": False}
        else:
            kept = {"source": source}
        cells.append({"cell_type": cell["cell_type"], "metadata": cell["metadata"], **kept})
    cells.insert(0, {"cell_type": "heading", "level": 2, "source": "A heading", "metadata": {}})
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}


def _cells(plain: dict[str, Any]) -> Iterator[Case]:
    """What is wrong with cells; unless said otherwise, with all of one kind."""

    def each(change: Callable[[dict[str, Any]], object], kind: str | None = None) -> bytes:
        notebook = copy.deepcopy(plain)
        for cell in notebook["cells"]:
            if kind in (None, cell["cell_type"]):
                change(cell)
        return _bytes(notebook)

    def setting(key: str, value: Any) -> Callable[[dict[str, Any]], object]:
        return lambda cell: cell.pop(key, None) if value is ... else cell.update({key: value})

    for value in (
        ...,
        None,
        {},
        "text",
        [1],
        [None],
        [{}],
        [{"output_type": "stream"}],
        [{"output_type": 7, "data": 1}],
    ):
        yield Case(f"outputs {value!r:.40}", each(setting("outputs", value), "code"))
    for value in (..., "3", "", 3.5, -1, [], {}, True, 10**30):
        yield Case(f"execution_count {value!r:.9}", each(setting("execution_count", value), "code"))
    for value in (..., None, "", 7, "x" * 65, "x" * 10_000, "with blank", "ünï", ["a"], "same", "../..", "<script>"):
        yield Case(f"id {value!r:.12} of {len(str(value))}", each(setting("id", value)))
    for value in (..., None, [], "text", 3):
        data = each(lambda cell, value=value: "nbgrader" in cell["metadata"] or setting("metadata", value)(cell))
        yield Case(f"metadata of own cells {value!r:.9}", data)
    for value in (None, 3, {}, "x", [1]):
        yield Case(f"attachments {value!r}", each(setting("attachments", value), "markdown"))
    yield Case("attachments of a code cell", each(setting("attachments", {"a": {"image/png": "AA"}}), "code"))
    yield Case("attachment no text", each(setting("attachments", {"a": {"image/png": 3, "x": []}}), "markdown"))
    yield Case("keys of code in Markdown", each(lambda cell: cell.update(outputs=[], execution_count=1), "markdown"))
    yield Case("more keys in cells", each(setting("language", "python")))
    yield Case("source in one text", each(lambda cell: cell.update(source="".join(cell["source"]))))
    by_letter = each(lambda cell: cell.update(source=list("".join(cell["source"]))))
    yield Case("source letter by letter", by_letter)

    def title(value: Any) -> bytes:
        notebook = copy.deepcopy(plain)
        setting("source", value)(notebook["cells"][0])
        return _bytes(notebook)

    for value in (..., None, 3, {"a": 1}, True):
        yield Case(f"source of a Markdown cell {value!r:.9}", title(value), said="cell 1 had no source")
    yield Case("source lines that are no text", title(["# Title\n", 3, None, "more"]), said="cell 1: lines")
    yield Case("an empty source", title([]))

    def with_cell(cell: Any) -> bytes:
        notebook = copy.deepcopy(plain)
        notebook["cells"].insert(1, cell)
        return _bytes(notebook)

    for value in (None, 3, "text", [], True):
        yield Case(f"a cell that is {value!r}", with_cell(value), said="cell 2 was not a cell")
    for kind in (..., None, "heading", "Code", 3, ["code"], "html"):
        cell = {"source": "1 + 1", "metadata": {}} | ({} if kind is ... else {"cell_type": kind})
        yield Case(f"cell type {kind!r:.9}", with_cell(cell), said="cell 2 had no type")
    yield Case("an empty cell", with_cell({}), said="cell 2")
    yield Case("a raw cell", with_cell({"cell_type": "raw", "source": "raw", "metadata": {}}))
    many = copy.deepcopy(plain)
    many["cells"] += [None] * 50
    yield Case("fifty cells that are none", _bytes(many), said="45 more repairs")

    answer = copy.deepcopy(plain)
    next(cell for cell in answer["cells"] if cell.get("id") == "triple")["source"] = 3
    yield Case("an answer whose source is a number", _bytes(answer), 3.0, "had no source that is text")


def _metadata(plain: dict[str, Any]) -> Iterator[Case]:
    """What became of nbgrader's marks."""

    def marks(change: Callable[[dict[str, Any]], object]) -> bytes:
        notebook = copy.deepcopy(plain)
        for cell in notebook["cells"]:
            if "nbgrader" in cell["metadata"]:
                change(cell["metadata"])
        return _bytes(notebook)

    recognised = "recognised by their content"
    for value in (None, [], "x", 3):
        data = marks(lambda metadata, value=value: metadata.update(nbgrader=value))
        yield Case(f"nbgrader is {value!r}", data)
    yield Case("nbgrader without anything", marks(lambda metadata: metadata.update(nbgrader={})))
    for value in (None, 3, [], {}):
        data = marks(lambda metadata, value=value: metadata["nbgrader"].update(grade_id=value))
        yield Case(f"grade_id {value!r}", data)
    for value in (0, 2, 99, "3", None):
        data = marks(lambda metadata, value=value: metadata["nbgrader"].update(schema_version=value))
        yield Case(f"schema_version {value!r}", data)
    for value in (0, -5, 1e9, "many", None):
        data = marks(lambda metadata, value=value: metadata["nbgrader"].update(points=value))
        yield Case(f"points {value!r}", data)
    yield Case("all marks swapped", marks(lambda metadata: metadata["nbgrader"].update(solution=True, grade=True)))
    stripped = copy.deepcopy(plain)
    for number, cell in enumerate(stripped["cells"]):
        cell["metadata"], cell["id"] = {"id": f"colab{number}"}, f"c{number}"
    yield Case("without any marks or ids", _bytes(stripped), said=recognised)
    twice = copy.deepcopy(plain)
    twice["cells"] += copy.deepcopy(twice["cells"])
    yield Case("every cell twice", _bytes(twice), said="2 times")
    backwards = copy.deepcopy(plain)
    backwards["cells"].reverse()
    yield Case("backwards", _bytes(backwards), said="moved behind it")
    merged = copy.deepcopy(plain)
    answer = next(cell for cell in merged["cells"] if cell.get("id") == "double")
    check = next(cell for cell in merged["cells"] if cell.get("id") == "double_check")
    check["source"] = [*answer["source"], "\n\n", *check["source"]]
    merged["cells"].remove(answer)
    yield Case("an answer merged into its check", _bytes(merged), said="merged into")
    checks_gone = copy.deepcopy(plain)
    checks_gone["cells"] = [cell for cell in checks_gone["cells"] if not str(cell.get("id")).endswith("_check")]
    yield Case("checks deleted", _bytes(checks_gone), said="was missing and has been put back")
    answers_gone = copy.deepcopy(plain)
    answers_gone["cells"] = [cell for cell in answers_gone["cells"] if cell.get("id") not in ("double", "triple")]
    yield Case("answers deleted", _bytes(answers_gone), 0.0, "is missing: was it deleted, or")
