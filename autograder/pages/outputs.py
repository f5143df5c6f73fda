"""What a student's cells displayed, made harmless for the browser of whoever grades it.

Scripts go, and so does everything that would make the browser fetch something: a picture must carry its own data. What
a page would render in its own way (Markdown, LaTeX) is shown as the source that the student wrote.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Any

import nh3

from autograder.boundary.bounded import Budget, ask, here
from autograder.engine.report import printable, without_controls

Output = dict[str, Any]

_SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_SOURCES = ("text/markdown", "text/latex")
_SHORT = 4_000  # characters that are cleaned here and now: the square of it is little
_UNREAD = "(the HTML of this output is not shown: it is too large, or takes too long to read)"
_WHOLE_ADDRESS = re.compile(r"\s*(?:https?://[^/\\\s]|mailto:)", re.IGNORECASE)
_ADDRESSES = frozenset({"href", "cite", "background", "longdesc", "poster", "src"})
# What stands for something that is put in after cleaning (`pages.markdown`): a character of the private use area.
MARK = "\ue0f1"
_OWN_DATA = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")


def sanitize_outputs(outputs: Iterable[Mapping[str, Any]], budget: Budget | None = None) -> list[Output]:
    """The outputs (nbformat 4) that are safe to show, each rebuilt from the fields we know; the others are left out.

    `budget` is what cleaning all outputs of a submission may take together.
    """
    budget = budget or Budget()
    return [clean for output in outputs if (clean := _sanitize(output, budget)) is not None]


def bounded_html(html: str, budget: Budget) -> str | None:
    """As `clean_html`, or None where that takes longer, or gives more, than is left of the budget."""
    if len(html) > budget.room:
        return None
    short = len(html) <= _SHORT
    clean = here(clean_html, html, budget) if short else ask(f"{__name__}:clean_html", html, budget=budget)
    return clean if clean is not None and budget.fits_html(clean) else None


def clean_html(html: str) -> str:
    """HTML without scripts, styles, classes, forms and frames; pictures carry their own data.

    Links name a whole address: a relative one would lead to what lies beside the page, on the page's own origin. Takes
    the square of the length for some texts: for those of a student, see `bounded_html`.
    """
    clean = nh3.clean(
        html,
        url_schemes={"http", "https", "mailto", "data"},
        attribute_filter=_keep_attribute,
        link_rel="noopener noreferrer",
    )
    return without_controls(clean)  # some were spelt as entities


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if _OWN_DATA.fullmatch(value) else None
    if name in _ADDRESSES and not _WHOLE_ADDRESS.match(value):
        return None
    return value.replace(MARK, "")


def _sanitize(output: Mapping[str, Any], budget: Budget) -> Output | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _text(output.get("text"))}
    if kind == "error":
        traceback = output.get("traceback")
        return {
            "output_type": "error",
            "ename": _text(output.get("ename")),
            "evalue": _text(output.get("evalue")),
            "traceback": [_text(line) for line in traceback] if isinstance(traceback, (list, tuple)) else [],
        }
    if kind in ("display_data", "execute_result"):
        data = output.get("data")
        clean = _sanitize_data(data, budget) if isinstance(data, Mapping) else {}
        if not clean:
            return None
        # Metadata goes: templates write sizes and ids from it into attributes.
        result: Output = {"output_type": kind, "data": clean, "metadata": {}}
        if kind == "execute_result":
            count = output.get("execution_count")
            result["execution_count"] = count if type(count) is int else None
        return result
    return None


def _sanitize_data(data: Mapping[str, Any], budget: Budget) -> dict[str, str]:
    clean: dict[str, str] = {}
    if "text/plain" in data:
        clean["text/plain"] = _text(data["text/plain"])
    for mime in _SOURCES:
        if mime in data:
            clean["text/plain"] = _text(data[mime])
    for mime, signature in _SIGNATURES.items():
        if mime in data and (image := _image(data[mime], signature)):
            clean[mime] = image
    if "image/svg+xml" in data:
        # As the source of an <img> an SVG can neither run scripts nor load anything.
        encoded = base64.b64encode(_text(data["image/svg+xml"]).encode()).decode()
        clean["text/html"] = f'<img alt="picture" src="data:image/svg+xml;base64,{encoded}">'
    elif "text/html" in data:
        html = bounded_html(_text(data["text/html"]), budget)
        if html is None:
            clean["text/plain"] = "\n".join(text for text in (clean.get("text/plain"), _UNREAD) if text)
        elif html.strip():
            clean["text/html"] = html.strip()
    return clean


def _image(value: object, signature: bytes) -> str | None:
    """Base64 that was decoded and encoded again, so that it holds nothing else; None if it is no such image."""
    try:
        image = base64.b64decode("".join(_text(value).split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(image).decode() if image.startswith(signature) else None


def _text(value: object) -> str:
    """nbformat lets a text be one string or a list of lines."""
    if isinstance(value, (list, tuple)):
        return "".join(part for part in map(_text, value))
    return printable(value) if isinstance(value, str) else ""
