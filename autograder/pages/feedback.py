"""What a student reads about a submission: an exercise's feedback inside the notebook, and a page of the whole.

The feedback of an exercise is shown by nbgrader's feedback pages and by JupyterLab, which keep inline styles alone and
may have a light or a dark background; so it takes the text colour of the page around it and colours nothing but badges.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nbformat
from markupsafe import Markup
from nbformat import NotebookNode

from autograder.boundary.bounded import Budget
from autograder.course.notebook import grade_id
from autograder.engine.report import CheckResult, ExerciseResult, Report, Status
from autograder.pages.outputs import sanitize_outputs
from autograder.pages.rendering import MARKS, WORDS, count_points, points, render

__all__ = ["grade_cell_outputs", "render_exercise", "render_page", "sanitize_outputs"]

NOT_GRADED = (
    "This could not be graded. That is a fault of the grader or its machine and says nothing about your answer: "
    "no score was recorded, and your instructor sees it in the class report."
)
BY_HAND = "Your instructor reads and grades this answer."


@dataclass(frozen=True, slots=True)
class Remark:
    """A labelled text under a failed check; `code` text keeps its line breaks and is set in a fixed-width font."""

    label: str
    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One check as it is shown."""

    check: CheckResult
    earned: float
    possible: float
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of the notebook as the page shows it."""

    title: str
    source: str
    outputs: tuple[Mapping[str, Any], ...]


def render_exercise(result: ExerciseResult) -> tuple[str, str]:
    """The feedback of one exercise: an HTML fragment that needs no style sheet, and the same as plain text."""
    items = _items(result)
    notes = _notes(result)
    html = render("exercise.html.j2", result=result, items=items, notes=notes, summary=_summary(result))
    return html, _as_text(result, items, notes)


def grade_cell_outputs(result: ExerciseResult) -> list[NotebookNode]:
    """The outputs of an exercise's grade cell: the score, then the feedback.

    nbgrader takes the first execute_result as the score and gives full marks to whatever it does not understand, so a
    result without a valid score raises ValueError: the caller must not write the cell at all.
    """
    score = result.score
    if score is None or not math.isfinite(score) or not 0 <= score <= result.points:
        raise ValueError(f"{result.id} has no score that a gradebook could hold: {score!r} of {result.points!r}")
    html, text = render_exercise(result)
    return [
        nbformat.v4.new_output("execute_result", data={"text/plain": repr(float(score))}),
        nbformat.v4.new_output("display_data", data={"text/html": html, "text/plain": text}),
    ]


def render_page(notebook: NotebookNode, report: Report, outputs: Sequence[Sequence[Mapping[str, Any]]]) -> str:
    """One submission as a page that needs no other file and runs no script.

    `outputs[i]` are the outputs of cell i of `notebook`; they are cleaned here.
    """
    budget = Budget()
    cells = {name: index for index, cell in enumerate(notebook.cells) if (name := grade_id(cell)) is not None}
    answers = {
        result.id: _shown(notebook, cells[result.id], outputs, budget)
        for result in report.exercises
        if result.id in cells
    }
    used = {cells[name] for result in report.exercises for name in (result.id, f"{result.id}_check") if name in cells}
    others = [
        _shown(notebook, index, outputs, budget)
        for index, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and index not in used and cell.source.strip()
    ]
    return render(
        "page.html.j2",
        report=report,
        fragments={result.id: Markup(render_exercise(result)[0]) for result in report.exercises},
        answers=answers,
        others=others,
        by_hand=math.fsum(result.points for result in report.exercises if result.status is Status.MANUAL),
        not_graded=math.fsum(result.points for result in report.exercises if result.status is Status.ERROR),
    )


def _shown(notebook: NotebookNode, index: int, outputs: Sequence[Sequence[Mapping[str, Any]]], budget: Budget) -> Shown:
    cell = notebook.cells[index]
    clean = sanitize_outputs(outputs[index], budget) if index < len(outputs) else []
    for output in clean:
        if "text/html" in output.get("data", {}):
            output["data"]["text/html"] = Markup(output["data"]["text/html"])
    return Shown(title=grade_id(cell) or f"cell {index + 1}", source=cell.source, outputs=tuple(clean))


def _items(result: ExerciseResult) -> list[Item]:
    total = math.fsum(check.weight for check in result.checks)
    told: set[str] = set()
    items = []
    for check in result.checks:
        # What is said about the whole exercise ("not answered yet") is not said again for each check.
        remarks = _remarks(check, told) if not check.message or check.message != result.message else []
        possible = result.points * check.weight / total if total > 0 else 0.0
        earned = possible if check.status is Status.PASSED else 0.0
        items.append(Item(check, earned, possible, tuple(remarks)))
    return items


def _remarks(check: CheckResult, told: set[str]) -> list[Remark]:
    """What to say about a check that failed. What an earlier check already said (`told`) is not repeated."""
    if check.status is not Status.FAILED:
        return []  # an error's message speaks of our code, and may hold what students must not see
    remarks = []
    if check.message and check.message in told:
        remarks.append(Remark("What went wrong", "the same as above"))
    elif check.message:
        remarks.append(Remark("What went wrong", check.message, code="\n" in check.message.strip()))
    if check.diagnosis and check.diagnosis not in told:
        remarks.append(Remark("A likely cause", check.diagnosis))
    if check.hint and check.hint not in told and check.hint != check.diagnosis:
        remarks.append(Remark("Hint", check.hint))
    told.update(text for text in (check.message, check.diagnosis, check.hint) if text)
    return remarks


def _notes(result: ExerciseResult) -> list[str]:
    if result.status is Status.ERROR:
        return [NOT_GRADED]
    notes = [BY_HAND] if result.status is Status.MANUAL else []
    return notes + ([result.message] if result.message else [])


def _summary(result: ExerciseResult) -> str:
    if result.score is None:
        return count_points(result.points)
    text = f"{points(result.score)} of {count_points(result.points)}"
    if result.checks:
        passed = sum(check.status is Status.PASSED for check in result.checks)
        text += f" · {passed} of {len(result.checks)} checks passed"
    return text


def _as_text(result: ExerciseResult, items: Sequence[Item], notes: Sequence[str]) -> str:
    lines = [f"{MARKS[result.status]} {result.id}: {WORDS[result.status]}, {_summary(result)}", *notes]
    for item in items:
        share = "" if result.score is None else f" ({points(item.earned)}/{points(item.possible)})"
        lines.append(f"  {MARKS[item.check.status]} {WORDS[item.check.status]}{share}: {item.check.title}")
        for remark in item.remarks:
            text = remark.text.strip().replace("\n", "\n        ")
            lines.append(f"      {remark.label}: {text}")
    return "\n".join(lines)
