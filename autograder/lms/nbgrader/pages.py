"""How the Formgrader's view of a submission is rendered (the student's page is `autograder.lms.nbgrader.feedback`).

Filters take the place of nbconvert's, through `c.HTMLExporter.filters`. They remember what they rendered: the
course's own text is the same in every submission. And what a student wrote is rendered as Markdown without scripts,
since it is an instructor's browser that shows it, and within a budget for the page (`boundary.bounded`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import escape
from nbconvert.filters.highlight import Highlight2HTML

from autograder.boundary.bounded import Budget, ask
from autograder.pages.markdown import render_markdown

_REMEMBERED = 1024
_SHORT = 10_000  # characters of a text that is remembered; longer ones are students', and would fill the memory
_SHORT_CODE = 2_000  # characters that are highlighted here and now
_LEXER = Highlight2HTML(pygments_lexer="ipython3")
_CUT = "… cut here: this page shows no more than {room:,} characters of what a notebook holds …"
_LONGEST_SHOWN = 100_000  # characters of a text that could not be rendered


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Render a Markdown cell, its attached pictures included, without scripts, styles or frames.

    Where that would take too long, or the page would be too large, the text is shown as it was written.
    """
    attachments = json.dumps(context.get("cell", {}).get("attachments", {}), sort_keys=True)
    return _within(_budget(context), source, _markdown, source, attachments)


@pass_context
def highlight_code(
    context: Context, source: str, language: str | None = None, metadata: Mapping[str, Any] | None = None
) -> str:
    """Python source as highlighted HTML; the cell's `metadata` plays no part."""
    return _within(_budget(context), source, _highlighted, source, language or "")


def strip_files_prefix(text: str) -> str:
    """The text as it is: nbconvert's own takes a prefix of 2013 out of links, and the square of the time for `[[[[`."""
    return text


def highlight(source: str, language: str) -> str:
    """Python source as highlighted HTML."""
    return str(_LEXER(source, language or None))


def _budget(context: Context) -> Budget:
    """What is left for the page that is being rendered: its resources are the one thing that all its cells share."""
    resources = context.get("resources")
    if not isinstance(resources, dict):
        return Budget()
    budget: Budget = resources.setdefault("autograder_budget", Budget())
    return budget


def _within(budget: Budget, source: str, render: Callable[..., str | None], *texts: str) -> str:
    short = sum(map(len, texts)) <= _SHORT
    key = (render.__name__, *texts)
    html = _remembered.get(key) if short else None
    if html is None:
        html = render(*texts, budget=budget)
        if html is not None and short:
            if len(_remembered) >= _REMEMBERED:
                _remembered.pop(next(iter(_remembered)), None)
            _remembered[key] = html
    if html is not None and budget.fits(len(html)):
        return html
    plain = source[: min(_LONGEST_SHOWN, max(budget.room, 0) // 6)]  # a character takes up to six as HTML: &quot;
    shown = f"<pre>{escape(plain)}</pre>"
    budget.fits(len(shown))
    if len(plain) < len(source):
        shown += f"<p>{_CUT.format(room=Budget().room)}</p>"
    return shown


_remembered: dict[tuple[str, ...], str] = {}


def _highlighted(source: str, language: str, *, budget: Budget) -> str | None:
    if len(source) <= _SHORT_CODE:
        return highlight(source, language)
    return ask(f"{__name__}:highlight", source, language, budget=budget)


def _markdown(source: str, attachments: str, *, budget: Budget) -> str | None:
    return ask(f"{render_markdown.__module__}:render_markdown", source, attachments, budget=budget)
