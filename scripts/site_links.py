"""A hook of MkDocs: links that leave docs/ lead into the repository, which the site does not hold; their words stay."""

from __future__ import annotations

import posixpath
import re
from typing import Any

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|mailto:|#)([^)\s#]*)(#[^)\s]*)?\)")
_NOT_ON_THE_SITE = ("../", "example-course/")


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """The page's text for the site; `tests/test_docs.py` holds the links that are taken out here to the files there."""
    folder = posixpath.dirname(page.file.src_uri)

    def kept(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[2]))
        return match[1] if (target + "/").startswith(_NOT_ON_THE_SITE) else match[0]

    return _LINK.sub(kept, markdown)
