"""A real browser, where there is one: Debian's chromium, or whatever AUTOGRADER_BROWSER names.

Screenshots are kept in .cache/browser/, which git ignores: look at them after a change to a page.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from started import PYTHONPATH

from demo import workplace

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / ".cache" / "browser"
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


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    folder.chmod(0o755)
    workplace.prepare(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def serve(work: Path) -> Iterator[Callable[[str], str]]:
    """Starts a view's JupyterLab and returns its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(view: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = ["--no-browser", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"]
        options += ["--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
        command, added, folder = workplace.command(view, options, work)
        environment = {**os.environ, **added, "PYTHONPATH": PYTHONPATH}
        with (work / f"{view}.log").open("wb") as log:
            running.append(
                subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
            )
        address = f"http://127.0.0.1:{port}"
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5).close()
                return address
            except OSError:
                time.sleep(0.5)
        raise AssertionError((work / f"{view}.log").read_text())

    yield start
    for process in running:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
