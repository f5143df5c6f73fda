"""What somebody wrote in Markdown, as HTML that is harmless and needs nothing from elsewhere: formulas are MathML.

A formula becomes a mark in the text, the text is cleaned, and only then the marks become MathML: whatever a browser
makes of MathML, none of it comes from the author. Elements and attributes are those listed here and no others.
"""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

from markupsafe import escape
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.boundary.bounded import Budget, ask
from autograder.pages.outputs import MARK, clean_html

# Around a formula's number; `clean_html` leaves none in an attribute, such as the description of a picture.
_NUMBERED = re.compile(f"{MARK}([0-9]+){MARK}")
_LONGEST = 2_000  # characters of one formula
_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot munder mover munderover mtable mtr mtd"
        " mstyle mpadded mphantom menclose",
    )
)
_ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        "display displaystyle scriptlevel mathvariant linethickness notation width height depth stretchy fence"
        " separator form largeop symmetric movablelimits accent accentunder lspace rspace minsize maxsize"
        " columnalign rowspacing columnspacing columnlines rowlines",
    )
)


def markdown(source: str, attachments: object, budget: Budget) -> str | None:
    """Markdown as clean HTML, within what is left of `budget`; None where it takes too long or gives too much."""
    html = ask(f"{__name__}:render_markdown", source, json.dumps(attachments or {}, sort_keys=True), budget=budget)
    return html if html is not None and budget.fits_html(html) else None


def render_markdown(source: str, attachments: str) -> str:
    """Markdown as clean HTML. Takes the square of the length for some texts: to be run with limits."""
    renderer = _Renderer(escape=False, attachments=json.loads(attachments), exclude_anchor_links=True)
    html = clean_html(MarkdownWithMath(renderer=renderer).render(source.replace(MARK, "")))
    return _NUMBERED.sub(lambda match: renderer.formula(int(match[1])), html)


def mathml(latex: str, display: str) -> str:
    """A formula as MathML, `display` "inline" or "block"; as its source where it cannot be read."""
    try:
        root = ElementTree.fromstring(_converted(latex, display)) if len(latex) <= _LONGEST else None
    except Exception:  # the converter raises whatever comes up, KeyError and RecursionError too
        root = None
    if root is None or not all(_is_known(element) for element in root.iter()):
        return f"<code>{escape(latex)}</code>"
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _converted(latex: str, display: str) -> str:
    from latex2mathml.converter import convert  # here, where it is needed: few texts have formulas

    text: str = convert(latex, display=display)
    return text.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")  # HTML knows the element by its name


def _is_known(element: ElementTree.Element) -> bool:
    for name in set(element.attrib) - _ATTRIBUTES:
        del element.attrib[name]
    return element.tag in _ELEMENTS


class _Renderer(IPythonRenderer):
    """nbconvert's, with a mark in the place of each formula."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._formulas: list[tuple[str, str]] = []

    def formula(self, number: int) -> str:
        return mathml(*self._formulas[number]) if number < len(self._formulas) else ""

    def block_math(self, body: str) -> str:
        return self._marked(body, "block")

    def inline_math(self, body: str) -> str:
        return self._marked(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        return self._marked(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")

    def _marked(self, body: str, display: str) -> str:
        self._formulas.append((body.strip(), display))
        return f"{MARK}{len(self._formulas) - 1}{MARK}"
