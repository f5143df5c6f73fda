"""A hook of MkDocs. Links that leave docs/ lead into the repository, which the site does not hold; their words stay.

Markdown's tables must have a heading; where its cells are empty, the page has plain cells instead.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|mailto:|#)([^)\s#]*)(#[^)\s]*)?\)")
_EMPTY_HEADING = re.compile(r"<th( [^>]*)?></th>")
_NOT_ON_THE_SITE = ("../", "example-course/")


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """The page's text for the site; `tests/test_docs.py` holds the links that are taken out here to the files there."""
    folder = posixpath.dirname(page.file.src_uri)

    def kept(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[2]))
        return match[1] if (target + "/").startswith(_NOT_ON_THE_SITE) else match[0]

    return _LINK.sub(kept, markdown)


def on_page_content(html: str, **_: object) -> str:
    """The page without headings that say nothing."""
    return _EMPTY_HEADING.sub(r"<td\1></td>", html)
