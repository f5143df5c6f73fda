"""A real browser, where there is one: Debian's chromium, or whatever AUTOGRADER_BROWSER names.

Screenshots are kept in .cache/browser/, which git ignores: look at them after a change to a page.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SHOTS = Path(__file__).resolve().parents[2] / ".cache" / "browser"
_NAMES = ("chromium", "chromium-browser", "google-chrome")

Shoot = Callable[[Any, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Playwright's browser; the tests that ask for it are skipped, with the reason, where there is none."""
    program = os.environ.get("AUTOGRADER_BROWSER") or next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("no browser: install chromium (Debian: apt-get install chromium), or name one: AUTOGRADER_BROWSER")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make setup")
    with playwright.sync_playwright() as running:
        # Chromium's own sandbox needs namespaces that root in a container has not; the pages are our own.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = running.chromium.launch(executable_path=program, args=options)
        yield started
        started.close()


@pytest.fixture
def shoot() -> Shoot:
    """Keeps a screenshot under a name."""

    def keep(page: Any, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return keep
