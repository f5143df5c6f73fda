"""The templates that pages are made from, and the words and marks they share.

Text is escaped by default. Markup enters a template only as `markupsafe.Markup`, which is made of three things: another
template's result, the outputs that `sanitize_outputs` has cleaned, and plots that matplotlib drew for us.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.engine.report import Status, one_line, printable, without_controls

# Colour never stands alone: a mark and a word go with it. Each colour carries white text at a contrast of 4.5 or more,
# so that a badge is legible on any page, light or dark.
COLOURS = {
    Status.PASSED: "#1a7f37",
    Status.PARTIAL: "#9a6700",
    Status.FAILED: "#c4202b",
    Status.ERROR: "#8250df",
    Status.MANUAL: "#57606a",
}
MARKS = {Status.PASSED: "✓", Status.PARTIAL: "◐", Status.FAILED: "✗", Status.ERROR: "!", Status.MANUAL: "✎"}
WORDS = {
    Status.PASSED: "passed",
    Status.PARTIAL: "partly passed",
    Status.FAILED: "failed",
    Status.ERROR: "not graded",
    Status.MANUAL: "graded by hand",
}


def points(value: float | None) -> str:
    """Points as people write them: 2, 1.5, 0.67; a dash where there are none yet."""
    if value is None:
        return "–"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def count_points(value: float) -> str:
    """ "1 point", "2.5 points"."""
    return f"{points(value)} {'point' if value == 1 else 'points'}"


def code_spans(text: str) -> Markup:
    """Text with what stands between backticks as <code>, a *word* as <em>, and everything escaped."""
    parts = re.split(r"`([^`\n]+)`", text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else _emphasised(part) for odd, part in enumerate(parts)
    )


def _emphasised(text: str) -> Markup:
    parts = re.split(r"(?<![\w*])\*(\w[\w -]{0,40})\*(?![\w*])", text)
    return Markup("").join(
        Markup("<em>{}</em>").format(part) if odd % 2 else escape(part) for odd, part in enumerate(parts)
    )


def render(template: str, **values: object) -> str:
    """Render pages/templates/<template> with every value escaped."""
    return _environment().get_template(template).render(**values)


def _printable(value: object) -> object:
    """Whatever a template shows, without control codes: the one way onto our pages."""
    if isinstance(value, Markup):
        return Markup(without_controls(value))
    return printable(value) if isinstance(value, str) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=points, count_points=count_points, code_spans=code_spans, named=one_line)
    environment.globals.update(COLOURS=COLOURS, MARKS=MARKS, WORDS=WORDS, Status=Status)
    return environment
