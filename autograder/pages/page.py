"""The page that a student gets: one file, whichever way it is made, that needs no network and runs no script.

    autograder run --html                                       a report
    autograder grade, nbgrader generate_feedback, Formgrader    a report, and what the gradebook holds beside it

Points are those that count: what a person gave goes before what the checks gave, and what nobody has given yet is said
to be open, and is no zero.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from autograder.boundary.bounded import Budget
from autograder.course.headings import title, titles
from autograder.course.notebook import grade_id
from autograder.engine.report import ExerciseResult, Report, Status
from autograder.pages.feedback import Item, is_unanswered, items_of, notes_of
from autograder.pages.markdown import markdown
from autograder.pages.outputs import sanitize_outputs
from autograder.pages.rendering import COLOURS, MARKS, WORDS, render

_OPEN = "not graded yet"
_LEFT = "left as it was"
_PICTURES = ("image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the gradebook holds of one exercise: the points that count (None: nobody has given any), and what was said.

    `by_hand`: a person gave them, and not the checks.
    """

    score: float | None
    by_hand: bool = False
    extra: float = 0.0
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """What the gradebook holds of a submission: marks by exercise, and the points that come off for being late."""

    student: str
    marks: Mapping[str, Mark]
    penalty: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell as the page shows it: code, or what its Markdown says."""

    title: str
    source: str
    html: Markup | None = None
    outputs: tuple[Mapping[str, Any], ...] = ()

    @property
    def plots(self) -> int:
        return sum(any(kind in output.get("data", {}) for kind in _PICTURES) for output in self.outputs)


@dataclass(frozen=True, slots=True)
class Section:
    """One exercise as the page shows it; `status` is by the points that count, `words` say it."""

    id: str
    title: str
    status: Status
    words: str
    score: float | None
    points: float
    failed: Sequence[Item] = ()
    passed: Sequence[Item] = ()
    notes: Sequence[str] = ()
    from_checks: float | None = None  # what the checks gave, where a person gave something else
    by_hand: bool = False
    extra: float = 0.0
    comment: str | None = None
    answer: Shown | None = None
    colour: str = field(default="", init=False)
    mark: str = field(default="", init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "colour", COLOURS[self.status])
        object.__setattr__(self, "mark", MARKS[self.status])


def render_page(
    notebook: NotebookNode,
    report: Report,
    outputs: Sequence[Sequence[Mapping[str, Any]]],
    *,
    release: NotebookNode | None = None,
    book: Book | None = None,
) -> str:
    """The page of one submission. `outputs[i]` are the outputs of cell i of `notebook`; they are cleaned here.

    `release` is what students were given: exercises are called as in it, and cells that are as they were there are
    shown only for their plots and errors. `book` is what the gradebook holds; without it the report's scores count.
    """
    budget = Budget()
    named = titles(release or notebook)
    cells = {name: index for index, cell in enumerate(notebook.cells) if (name := grade_id(cell)) is not None}
    shown = {
        result.id: _shown(notebook, cells[result.id], outputs, budget)
        for result in report.exercises
        if result.id in cells
    }
    sections = [_section(result, named.get(result.id, ""), book, shown.get(result.id)) for result in report.exercises]
    used = {cells[name] for result in report.exercises for name in (result.id, f"{result.id}_check") if name in cells}
    given = {cell.source: cell.get("id", "") for cell in release.cells} if release else {}
    others = [
        one
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and index not in used and cell.source.strip()
        if (one := _shown(notebook, index, outputs, budget, given.get(cell.source))) and _is_of_interest(one, given)
    ]
    penalty = book.penalty if book else 0.0
    total = math.fsum((section.score or 0.0) + section.extra for section in sections) - penalty
    return render(
        "page.html.j2",
        report=report,
        title=title(release or notebook) or report.assignment,
        student=book.student if book else None,
        sections=sections,
        others=others,
        total=max(0.0, total),
        penalty=penalty,
        open_points=math.fsum(one.points for one in sections if one.words == _OPEN),
        not_graded=math.fsum(one.points for one in sections if one.status is Status.ERROR),
    )


def _section(result: ExerciseResult, called: str, book: Book | None, answer: Shown | None) -> Section:
    mark = book.marks.get(result.id, Mark(None)) if book else Mark(result.score)
    items = items_of(result)
    status, words = _status(result, mark)
    notes = [] if result.status is Status.MANUAL else notes_of(result)
    return Section(
        id=result.id,
        title=called,
        status=status,
        words=words,
        score=mark.score,
        points=result.points,
        failed=[item for item in items if item.check.status is not Status.PASSED],
        passed=[item for item in items if item.check.status is Status.PASSED],
        notes=[*notes, *([result.message] if result.status is Status.MANUAL and result.message else [])],
        from_checks=result.score if mark.by_hand and result.status is not Status.MANUAL else None,
        by_hand=mark.by_hand,
        extra=mark.extra,
        comment=mark.comment,
        answer=answer,
    )


def _status(result: ExerciseResult, mark: Mark) -> tuple[Status, str]:
    """By the points that count: a person may have given others than the checks."""
    if result.status is Status.MANUAL:
        if mark.score is None:
            return Status.MANUAL, _OPEN
        return Status.MANUAL, WORDS[Status.MANUAL] if mark.by_hand else _LEFT
    if mark.score is None:
        return Status.ERROR, WORDS[Status.ERROR]
    if mark.by_hand:
        return Status.MANUAL, WORDS[Status.MANUAL]
    return result.status, "not answered" if is_unanswered(result) else WORDS[result.status]


def _is_of_interest(shown: Shown, given: Collection[str]) -> bool:
    failed = any(output.get("output_type") == "error" for output in shown.outputs)
    return shown.source not in given or failed or bool(shown.plots)


def _shown(
    notebook: NotebookNode,
    index: int,
    outputs: Sequence[Sequence[Mapping[str, Any]]],
    budget: Budget,
    called: str | None = None,
) -> Shown:
    cell = notebook.cells[index]
    name = grade_id(cell) or called or f"cell {index + 1}"
    if cell.cell_type == "markdown":
        html = markdown(cell.source, cell.get("attachments"), budget)
        return Shown(name, cell.source, None if html is None else Markup(html))
    clean = sanitize_outputs(outputs[index], budget) if index < len(outputs) else []
    for output in clean:
        if "text/html" in output.get("data", {}):
            output["data"]["text/html"] = Markup(output["data"]["text/html"])
    return Shown(name, cell.source, outputs=tuple(clean))
