"""How nbgrader's HTML pages (feedback, and the Formgrader's view of a submission) are rendered.

Two filters take the place of nbconvert's, through `c.HTMLExporter.filters`. Both remember what they rendered: the
course's own text is the same in every submission. And what a student wrote is rendered as Markdown without scripts,
since it is an instructor's browser that shows it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode

from autograder.pages.outputs import clean_html

_REMEMBERED = 2048
_NO_ALT = re.compile(r"<img(?![^>]*\salt=)", re.IGNORECASE)
_LEXER = Highlight2HTML(pygments_lexer="ipython3")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Render a Markdown cell, its attached pictures included, without scripts, styles or frames."""
    attachments = context.get("cell", {}).get("attachments", {})
    return _markdown(source, json.dumps(attachments, sort_keys=True))


def highlight_code(source: str, language: str | None = None, metadata: Mapping[str, Any] | None = None) -> str:
    """Python source as highlighted HTML; the cell's `metadata` plays no part."""
    return _highlighted(source, language)


class PageExporter(HTMLExporter):
    """nbconvert's exporter, without its second parse of the finished page, which takes longer than making it."""

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own HTMLExporter
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render a notebook; pictures without a description are marked as such, as nbconvert does."""
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        widgets = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", widgets)  # type: ignore[no-untyped-call]
        html, resources = TemplateExporter.from_notebook_node(self, nb, resources, **options)
        return _NO_ALT.sub('<img alt="No description has been provided for this image"', html), resources

    def default_filters(self) -> Any:
        """The filters of this module, for a configuration that does not name them."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "markdown2html", markdown2html
        yield "highlight_code", highlight_code


@lru_cache(_REMEMBERED)
def _highlighted(source: str, language: str | None) -> str:
    return str(_LEXER(source, language))


@lru_cache(_REMEMBERED)
def _markdown(source: str, attachments: str) -> str:
    renderer = IPythonRenderer(escape=False, attachments=json.loads(attachments), exclude_anchor_links=True)
    return clean_html(MarkdownWithMath(renderer=renderer).render(source))
