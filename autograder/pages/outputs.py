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

from autograder.engine.report import printable

Output = dict[str, Any]

_SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_SOURCES = ("text/markdown", "text/latex")
_OWN_DATA = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=\s]*")


def sanitize_outputs(outputs: Iterable[Mapping[str, Any]]) -> list[Output]:
    """The outputs (nbformat 4) that are safe to show, each rebuilt from the fields we know; the others are left out."""
    return [clean for output in outputs if (clean := _sanitize(output)) is not None]


def clean_html(html: str) -> str:
    """HTML without scripts, styles, classes, forms and frames; links open http(s) and pictures carry their own data."""
    return nh3.clean(
        html,
        url_schemes={"http", "https", "mailto", "data"},
        attribute_filter=_keep_attribute,
        link_rel="noopener noreferrer",
    )


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if _OWN_DATA.fullmatch(value) else None
    if value.strip().lower().startswith("data:"):
        return None
    return value


def _sanitize(output: Mapping[str, Any]) -> Output | None:
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
        clean = _sanitize_data(data) if isinstance(data, Mapping) else {}
        if not clean:
            return None
        # Metadata goes: templates write sizes and ids from it into attributes.
        result: Output = {"output_type": kind, "data": clean, "metadata": {}}
        if kind == "execute_result":
            count = output.get("execution_count")
            result["execution_count"] = count if type(count) is int else None
        return result
    return None


def _sanitize_data(data: Mapping[str, Any]) -> dict[str, str]:
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
    elif "text/html" in data and (html := clean_html(_text(data["text/html"])).strip()):
        clean["text/html"] = html
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
