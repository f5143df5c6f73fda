"""Our pages in a browser: accessible, light and dark, narrow and printed, and asking no network for anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from autograder.course import load
from autograder.engine.report import CheckResult, ExerciseResult, Report, Status
from autograder.pages import class_report
from autograder.pages.page import Book, Mark, render_page

ROOT = Path(__file__).resolve().parents[2]
NAME = "01_tensors"
SCREENS = [("light", 1280), ("light", 390), ("dark", 1280), ("dark", 390)]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of every kind of result, and a report about a class of twelve."""
    folder = tmp_path_factory.mktemp("pages")
    assignment = load(ROOT, NAME)
    release = assignment.read_release()
    submitted = nbformat.from_dict(release)
    submitted.cells.append(new_code_cell("1 / 0", id="own"))
    for cell in submitted.cells:
        if cell.id == "rounding_why":
            cell.source = "Because $2^{-8}$ is small:\n\n$$\\sum_i x_i = \\frac{a}{b}$$"
    kinds = [Status.PASSED, Status.PARTIAL, Status.FAILED]
    results = []
    for number, exercise in enumerate(assignment.exercises):
        status = Status.MANUAL if exercise.manual else kinds[number % 3]
        checks = [
            CheckResult(
                f"test_{index}",
                f"The result of `f` is right, whatever the number {index}.",
                Status.PASSED if status is Status.PASSED or (status is Status.PARTIAL and index) else Status.FAILED,
                1.0,
                None if status is Status.PASSED else "the shape is (3,), and (3, 1) was asked for\n  in your cell",
                "Think of *axes*.",
                f"You took the other axis {index}.",
            )
            for index in range(0 if exercise.manual else 7)
        ]
        score = {Status.PASSED: exercise.points, Status.FAILED: 0.0}.get(status, exercise.points * 6 / 7)
        results.append(
            ExerciseResult(exercise.id, None if exercise.manual else score, exercise.points, status, tuple(checks))
        )
    report = Report(NAME, tuple(results), "bubblewrap", None, {"torch": "2.13.0"}, 1.5)
    marks = {one.id: Mark(one.score, comment="Well seen." if one.id == "describe" else None) for one in results}
    html = render_page(submitted, report, [], release=release, book=Book("Ada Lovelace", marks))
    (folder / "student.html").write_text(html)
    for student in [f"student{number:02}" for number in range(12)]:
        path = folder / "reports" / NAME / f"{student}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report.to_json())
    class_report.write(assignment, folder, folder / "class.html")
    return {"student": folder / "student.html", "class": folder / "class.html"}


@pytest.mark.parametrize("which", ["student", "class"])
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_nothing_keeps_anybody_out(
    browser: Any, shoot: Any, pages: dict[str, Path], which: str, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages[which].as_uri())
    shoot(page, f"{which}-{scheme}-{width}")
    for opened in (False, True):
        if opened:
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = axe.Axe().run(page).response["violations"]
        assert not found, [(one["id"], one["help"], one["nodes"][0]["html"]) for one in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """docs/ as a site."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True, timeout=180)
    return folder


@pytest.mark.parametrize("which", ["validity", "term"])
@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_the_site_keeps_nobody_out(browser: Any, shoot: Any, site: Path, which: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto((site / which / "index.html").as_uri())
    page.wait_for_selector("html:not(.no-js)")
    page.wait_for_timeout(500)  # the theme frames its tables after the page has loaded
    shoot(page, f"{which}-{scheme}-{width}")
    found = axe.Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["help"], one["nodes"][0]["html"]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_keyboard_opens_what_is_folded(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["student"].as_uri())
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.get_attribute("open") is not None
    page.close()


def test_it_prints_on_few_pages(browser: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(pages["student"].as_uri())
    printed = page.pdf(format="A4")
    assert 0 < len(re.findall(rb"/Type\s*/Page\b", printed)) < 8
    page.close()
