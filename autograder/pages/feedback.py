"""The feedback on one exercise, as it stands in the graded notebook (the page of the whole is `pages.page`).

The Formgrader and JupyterLab show it, which keep inline styles alone and may have a light or a dark background; so it
takes the text colour of the page around it and colours nothing but badges.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from autograder.engine.report import UNANSWERED, CheckResult, ExerciseResult, Status
from autograder.pages.outputs import sanitize_outputs
from autograder.pages.rendering import MARKS, WORDS, count_points, points, render

__all__ = [
    "Item",
    "Remark",
    "grade_cell_outputs",
    "is_unanswered",
    "items_of",
    "notes_of",
    "render_exercise",
    "sanitize_outputs",
]

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


def render_exercise(result: ExerciseResult) -> tuple[str, str]:
    """The feedback of one exercise: an HTML fragment that needs no style sheet, and the same as plain text."""
    items = items_of(result)
    notes = notes_of(result)
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
    outputs = (
        {"output_type": "execute_result", "data": {"text/plain": repr(float(score))}, "execution_count": None},
        {"output_type": "display_data", "data": {"text/html": html, "text/plain": text}},
    )
    # Not by `new_output`, which looks each one over: the notebook that they go into is.
    return [nbformat.from_dict({**output, "metadata": {}}) for output in outputs]


def items_of(result: ExerciseResult) -> list[Item]:
    """The checks as they are shown; none where all of them would only repeat what is said of the exercise."""
    if is_unanswered(result) or (result.message and all(one.message == result.message for one in result.checks)):
        return []
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


def notes_of(result: ExerciseResult) -> list[str]:
    """What is said about the exercise as a whole."""
    if result.status is Status.ERROR:
        return [NOT_GRADED]
    notes = [BY_HAND] if result.status is Status.MANUAL else []
    if is_unanswered(result):
        notes.append(UNANSWERED)
    return notes + ([result.message] if result.message and result.message not in notes else [])


def is_unanswered(result: ExerciseResult) -> bool:
    """Whether nothing was written there; that is said once of the exercise, and not once a check."""
    said = [result.message] if result.message else [check.message for check in result.checks]
    return bool(said) and all(message == UNANSWERED for message in said)


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
