"""How the Formgrader's view of a submission is rendered (the student's page is `autograder.lms.nbgrader.feedback`).

Filters take the place of nbconvert's, through `c.HTMLExporter.filters`. They remember what they rendered: the
course's own text is the same in every submission. And what a student wrote is rendered as Markdown without scripts,
since it is an instructor's browser that shows it, and within a budget for the page (`boundary.bounded`). Nor has it ids
or classes: the page's own script finds its fields for points by these, and what is clicked to give them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import escape
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from autograder.boundary.bounded import Budget, ask, here
from autograder.pages import outputs
from autograder.pages.markdown import render_markdown

_REMEMBERED = 1024
_SHORT = 10_000  # characters of a text that is remembered; longer ones are students', and would fill the memory
_SHORT_CODE = 2_000  # characters that are highlighted here and now
_LEXER = Highlight2HTML(pygments_lexer="ipython3")
_CUT = "… cut here: this page shows no more than {room:,} characters of what a notebook holds …"
_NAMES = ("student", "first_name", "last_name", "assignment_id", "notebook_id", "notebook_path", "filename")
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


@pass_context
def clean_html(context: Context, source: object) -> str:
    """A raw cell's HTML as outputs are cleaned; where that takes too long, as it was written.

    nbconvert's own leaves ids and classes in, and takes the square of the time for nested elements.
    """
    return _within(_budget(context), str(source), _cleaned, str(source))


class NamesAsText(Preprocessor):
    """Escapes what the page says of a student and an assignment: nbgrader's template puts it into elements as it is."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Return `nb` as it is, and the resources with names that are text."""
        return nb, resources | {
            name: escape(resources[name]) for name in _NAMES if isinstance(resources.get(name), str)
        }


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
    if html is not None and budget.fits_html(html):
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
        return here(lambda text: highlight(text, language), source, budget)
    return ask(f"{__name__}:highlight", source, language, budget=budget)


def _cleaned(source: str, *, budget: Budget) -> str | None:
    return ask(f"{outputs.__name__}:clean_html", source, budget=budget)


def _markdown(source: str, attachments: str, *, budget: Budget) -> str | None:
    return ask(f"{render_markdown.__module__}:render_markdown", source, attachments, budget=budget)
