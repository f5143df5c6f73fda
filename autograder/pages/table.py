"""One report on a terminal."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.engine.report import CheckResult, ExerciseResult, Report, Status
from autograder.pages.feedback import is_unanswered
from autograder.pages.rendering import MARKS, WORDS, points

STYLES = {
    Status.PASSED: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
    Status.ERROR: "bold magenta",
    Status.MANUAL: "dim",
}
# Every text is a Text: a student's message must not be read as console markup.


def report_table(report: Report) -> RenderableType:
    """The report as an exercise a row, with what went wrong under each failed check. Readable on 80 columns."""
    width = max((len(result.id) for result in report.exercises), default=0)
    table = Table(
        title=Text(f"{report.assignment} · {points(report.score)} of {points(report.max_score)} points", "bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        expand=True,
    )
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column(f"{'exercise':<{width}}  result", ratio=1)
    for result in report.exercises:
        # One column for both, so that messages have the width of the terminal and not a corner of it.
        table.add_row(f"{points(result.score)} / {points(result.points)}", Group(*_lines(result, width)))
    seed = "" if report.seed is None else f"seed {report.seed} · "
    notes = [Text(report.message, "bold")] if report.message else []
    return Group(table, *notes, Text(f"sandbox: {report.sandbox} · {seed}{report.seconds:.1f} s", "dim"))


def _lines(result: ExerciseResult, width: int) -> list[RenderableType]:
    passed = sum(check.status is Status.PASSED for check in result.checks)
    status = f"{MARKS[result.status]} {WORDS[result.status]}"
    if is_unanswered(result):
        status = f"{MARKS[result.status]} not answered"
    elif 0 < passed < len(result.checks):
        status += f", {passed} of {len(result.checks)} checks"
    lines: list[RenderableType] = [Text.assemble(f"{result.id:<{width}}  ", (status, STYLES[result.status]))]
    if result.message:
        lines.append(Padding(Text(result.message), (0, 0, 0, 2)))
    if is_unanswered(result):
        return lines[:1]
    told: set[str] = set()
    for check in result.checks:
        if check.status is not Status.PASSED and (not check.message or check.message != result.message):
            lines += _failure(check, told)
    return lines


def _failure(check: CheckResult, told: set[str]) -> list[RenderableType]:
    title = Text.assemble((f"{MARKS[check.status]} ", STYLES[check.status]), check.title or check.id)
    lines: list[RenderableType] = [Padding(title, (0, 0, 0, 2))]
    advice = check.diagnosis or check.hint
    if check.message in told:
        lines.append(Padding(Text("the same as above", "dim"), (0, 0, 0, 4)))
    for text, style in ((check.message, ""), (advice and f"→ {advice}", "italic")):
        if text and text not in told:
            told.add(text)
            lines.append(Padding(Text(text.strip(), style), (0, 0, 0, 4)))
    return lines
