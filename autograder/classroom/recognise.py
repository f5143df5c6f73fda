"""Which cell of a submitted notebook stands for which of the released one.

Cells are recognised by grade id, then by cell id, then (locked and check cells, and answers left as they were) by their
source, then (answer cells) by what they define. What is still missing, an essay say, of which nothing but its place is
known, is looked for between the cells that stand around it in the release.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from typing import Any

from nbformat import NotebookNode

# At the beginning of a line: def f, class C, async def f, or name = (but not name ==).
_DEFINITION = re.compile(
    r"^(?:(?:async[ \t]++)?(?:def|class)[ \t]++(\w++)|(\w++)[ \t]*+(?::[^=\n]*+)?=(?!=))", flags=re.MULTILINE
)
_WORD = re.compile(r"[A-Za-z_]\w+")  # of two letters at least: a name of one is anybody's


def recognise(cells: Sequence[NotebookNode], release: NotebookNode) -> tuple[dict[str, int], list[str]]:
    """Find the submitted cell (its index) that stands for each released one that has a grade id; and remarks.

    Of several copies the last counts.
    """
    wanted = {grade_id(cell): cell for cell in release.cells if grade_id(cell)}
    found: dict[str, int] = {}
    copies: Counter[str] = Counter()
    for index, cell in enumerate(cells):
        name = grade_id(cell)
        if name in wanted:
            copies[name] += 1
            found[name] = index
    notes = [f"cell {name} was there {n} times: the last one counts" for name, n in copies.items() if n > 1]
    marked = len(found)
    if marked < len(wanted):
        looks = _Looks(cells, wanted)
        for name, released in wanted.items():
            if name not in found:
                place = _look_for(name, released, wanted, looks, set(found.values()))
                found |= {} if place is None else {name: place}
        _look_between(cells, release, found)
    if len(found) > marked:
        notes.append("the notebook's grading metadata was missing: cells were recognised by their content")
    return found, notes


class _Looks:
    """What cells look like whose grade id is none of the wanted, each looked at once however many are missing.

    One may have the id that the exercise had before it was renamed.
    """

    def __init__(self, cells: Sequence[NotebookNode], wanted: Container[str]) -> None:
        free = [(index, cell) for index, cell in enumerate(cells) if grade_id(cell) not in wanted]
        self.ids = [
            (index, {cell.get("id"), metadata_of(cell).get("id")}) for index, cell in free if _has_plain_ids(cell)
        ]
        self._sources = [(index, source_of(cell)) for index, cell in free]

    @cached_property
    def squeezed(self) -> list[tuple[int, str]]:
        return [(index, _squeezed(source)) for index, source in self._sources]

    @cached_property
    def defined(self) -> list[tuple[int, frozenset[str]]]:
        return [(index, defined(source)) for index, source in self._sources]


def _look_for(
    name: str, released: NotebookNode, wanted: dict[str, NotebookNode], looks: _Looks, taken: set[int]
) -> int | None:
    by_id = [index for index, ids in looks.ids if name in ids and index not in taken]
    if by_id:
        return by_id[-1]
    source = _squeezed(source_of(released))
    same = [index for index, found in looks.squeezed if source and found == source and index not in taken]
    if same:
        return same[-1]
    if is_answer(released) and released.cell_type == "code":
        names = defined(source_of(released))
        if names:
            fit = [index for index, found in looks.defined if names <= found and index not in taken]
        else:  # the stub only says in a comment what the check asks for
            check = wanted.get(f"{name}_check", released)
            told = {*_WORD.findall(source_of(released))} & {*_WORD.findall(source_of(check))}
            fit = [index for index, found in looks.defined if told & found and index not in taken]
        if fit:
            return fit[-1]
    return None


def _look_between(cells: Sequence[NotebookNode], release: NotebookNode, found: dict[str, int]) -> None:
    """Add to `found` the answers that are known by nothing but the cells around them."""
    places = _anchors(cells, release, found)
    for number, released in enumerate(release.cells):
        name = grade_id(released)
        if name and name not in found and is_answer(released):
            place = _between(number, cells, release.cells, places)
            if place is not None:
                found[name] = places[number] = place


def _anchors(cells: Sequence[NotebookNode], release: NotebookNode, found: dict[str, int]) -> dict[int, int]:
    """Where the released cells (by number) are in the submission: those in `found`, and those left as they were."""
    there: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        there.setdefault(_squeezed(source_of(cell)), []).append(index)
    known = Counter(_squeezed(source_of(cell)) for cell in release.cells)
    places = {}
    for number, cell in enumerate(release.cells):
        name, source = grade_id(cell), _squeezed(source_of(cell))
        if name in found:
            places[number] = found[name]
        elif not name and source and known[source] == 1 and len(there.get(source, [])) == 1:
            places[number] = there[source][0]
    return places


def _between(
    number: int, cells: Sequence[NotebookNode], released: Sequence[NotebookNode], places: dict[int, int]
) -> int | None:
    """The place of a released cell, by what stands before it, or else by what stands behind it.

    Cells of its kind between the two that the student changed beyond recognition are counted off. Where the student
    added some, an essay begins with the first of them, and code is complete with the last.
    """
    kind, taken = released[number].cell_type, set(places.values())
    before = list(_until(range(number - 1, -1, -1), places))
    behind = list(_until(range(number + 1, len(released)), places))
    skipped = [
        sum(released[other].cell_type == kind for other in side if other not in places) for side in (before, behind)
    ]
    for side, step in ((before, 1), (behind, -1)):
        if not side or side[-1] not in places:
            continue
        start = places[side[-1]] + step
        gap = list(_until(range(start, len(cells) if step > 0 else -1, step), taken, last=False))
        fit = sorted(index for index in gap if cells[index].get("cell_type") == kind)
        if fit and (0 in skipped or len(fit) > sum(skipped)):
            last = skipped[1] == 0 and (skipped[0] > 0 or kind == "code")
            return int(fit[-1 if last else skipped[0]])
    return None


def _until(numbers: range, known: Any, *, last: bool = True) -> Iterator[int]:
    """The numbers up to the first one that is in `known`, itself included if `last`."""
    for number in numbers:
        if number not in known or last:
            yield number
        if number in known:
            return


def _has_plain_ids(cell: NotebookNode) -> bool:
    return all(isinstance(found, str | None) for found in (cell.get("id"), metadata_of(cell).get("id")))


def defined(source: str) -> frozenset[str]:
    """Names of the functions, classes and variables that a cell defines at its top level.

    Found line by line: a parser takes 600 times a cell's size in memory, and would stumble over a magic.
    """
    return frozenset(name for match in _DEFINITION.finditer(source) for name in match.groups() if name)


def metadata_of(cell: NotebookNode) -> dict[str, Any]:
    """A cell's metadata; empty where that is none."""
    metadata = cell.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def nbgrader_of(cell: NotebookNode) -> dict[str, Any]:
    """What nbgrader has noted at a cell; empty where that is nothing."""
    own = metadata_of(cell).get("nbgrader")
    return own if isinstance(own, dict) else {}


def grade_id(cell: NotebookNode) -> str:
    """A cell's grade id; empty where it has none."""
    name = nbgrader_of(cell).get("grade_id")
    return name if isinstance(name, str) else ""


def is_answer(cell: NotebookNode) -> bool:
    """Whether the cell is the student's to write."""
    return bool(nbgrader_of(cell).get("solution"))


def source_of(cell: NotebookNode) -> str:
    """A cell's source, in one text."""
    source = cell.get("source", "")
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _squeezed(source: str) -> str:
    return re.sub(r"\s+", "", source)
