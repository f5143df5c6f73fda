"""The plots of the class report, as SVG that takes its colours from the page around it (light or dark).

Every plot carries its numbers as alternative text. The same numbers give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import matplotlib
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.classroom.several import counted
from autograder.pages.statistics import Scores, Shares

# matplotlib wants colours; the page has variables. Each stands in for one variable and is put back afterwards.
_INK, _LINE, _BAR = "#010101", "#010102", "#010103"
_FULL, _PARTIAL, _ZERO, _NONE = "#010104", "#010105", "#010106", "#010107"
_VARIABLES = {
    _INK: "var(--ink)",
    _LINE: "var(--line)",
    _BAR: "var(--bar)",
    _FULL: "var(--full)",
    _PARTIAL: "var(--partial)",
    _ZERO: "var(--zero)",
    _NONE: "var(--none)",
}
_ON_BAR = "#101418"  # dark text, legible on the bars of both schemes
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: selectable, and in the reader's font
    "font.family": "sans-serif",
    "font.size": 10.0,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _LINE,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def score_histogram(scores: Scores) -> Markup:
    """How many students reached which share of the automatic points."""
    counts = scores.histogram()
    width = 100 / len(counts)
    parts = ", ".join(f"{round(i * width)} to {round((i + 1) * width)} %: {n}" for i, n in enumerate(counts) if n)
    whose = counted(len(scores.percents), "student")
    alt = f"Histogram of the scores of {whose}. {parts}. Median {scores.median or 0:.0f} %."
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": "scores"}):
        figure = Figure(figsize=(8.4, 2.9), layout="constrained")
        axes = figure.subplots()
        bars = axes.bar([(i + 0.5) * width for i in range(len(counts))], counts, width=0.9 * width, color=_BAR)
        axes.bar_label(bars, [str(n) if n else "" for n in counts], padding=2)
        if scores.median is not None:
            axes.axvline(scores.median, color=_INK, linestyle="--", linewidth=1.2)
            right = scores.median > 80
            axes.annotate(
                f"median {scores.median:.0f} %",
                (scores.median, 1),
                xycoords=("data", "axes fraction"),
                xytext=(-5 if right else 5, 2),
                textcoords="offset points",
                horizontalalignment="right" if right else "left",
            )
        axes.set(
            xlim=(0, 100), xticks=range(0, 101, 10), xlabel="score in % of the automatic points", ylabel="students"
        )
        axes.margins(y=0.15)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        return _svg(figure, alt)


def exercise_shares(shares: Sequence[Shares]) -> Markup:
    """Per exercise, the share of students with all, some and none of its points."""
    alt = "Students with full, partial and no points for each exercise. " + "; ".join(
        f"{each.id}: {each.full} full, {each.partial} partial, {each.zero} none"
        + (f", {each.not_graded} not graded" if each.not_graded else "")
        for each in shares
    )
    kinds = [
        ("full", _FULL, [each.full for each in shares]),
        ("partial", _PARTIAL, [each.partial for each in shares]),
        ("zero", _ZERO, [each.zero for each in shares]),
        ("not graded", _NONE, [each.not_graded for each in shares]),
    ]
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": "shares"}):
        figure = Figure(figsize=(8.4, 1.1 + 0.34 * len(shares)), layout="constrained")
        axes = figure.subplots()
        starts = [0.0] * len(shares)
        totals = [max(1, each.full + each.partial + each.zero + each.not_graded) for each in shares]
        for label, colour, counts in kinds:
            if label == "not graded" and not any(counts):
                continue
            widths = [100 * n / total for n, total in zip(counts, totals, strict=True)]
            bars = axes.barh(range(len(shares)), widths, left=starts, height=0.74, color=colour, label=label)
            # A segment too narrow for its number goes without; the table below the plot has them all.
            texts = [str(n) if width >= 3.5 else "" for n, width in zip(counts, widths, strict=True)]
            axes.bar_label(bars, texts, label_type="center", color=_ON_BAR)
            starts = [start + width for start, width in zip(starts, widths, strict=True)]
        _label_exercises(axes, shares)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, borderaxespad=0.2)
        axes.set(xlim=(0, 100), xlabel="% of students (numbers: students)")
        return _svg(figure, alt)


def _label_exercises(axes: Axes, shares: Sequence[Shares]) -> None:
    axes.set_yticks(range(len(shares)), [each.id.replace("$", r"\$") for each in shares])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.invert_yaxis()


def _svg(figure: Figure, alt: str) -> Markup:
    """The figure as an <svg> element for the body of a page."""
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    body = text[text.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>|<style\b.*?</style>", "", body, flags=re.DOTALL)
    body = re.sub(r'<g id="[^"]*"', "<g", body)  # the same in every figure, and an id must be unique in a page
    for colour, variable in _VARIABLES.items():
        body = body.replace(colour, variable)
    opening, _, rest = body.partition(">")
    view = re.search(r'viewBox="[^"]*"', opening)
    start = Markup(
        '<svg class="plot" role="img" aria-label="{}" {} xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return start.format(alt, Markup(view[0] if view else "")) + Markup(rest)
