"""The Formgrader as an instructor uses it, by its buttons: from handing out an assignment to handing back feedback."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from demo import workplace

NAME, TOPIC, ESSAY = "01_tensors", "tensors", "rounding_why"
ME = pwd.getpwuid(os.getuid()).pw_name  # nbgrader names who hands in by the account
MINUTE = 60_000  # milliseconds, which is how a browser counts
WRITTEN = "Its spacing grows with the number: $2^{-8}$ of it, whatever its size."
ANSWERS = {
    "describe": "def describe(t):\n    return {}",
    "shares_memory": "def shares_memory(a, b):\n"
    "    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()",
    ESSAY: WRITTEN,
    "for_students_start": "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()\nprint('mine')",
}


@pytest.fixture
def fresh(work: Path) -> Path:
    """A course in which nothing has been handed out yet."""
    (course_id,) = (path.name for path in (work / "exchange").iterdir())
    for path in ("course/release", f"exchange/{course_id}/outbound", "student"):
        shutil.rmtree(work / path / NAME)
    return work


def as_student(work: Path, *arguments: str) -> None:
    """nbgrader's own command, as a student types it in the student's folder."""
    _, added, folder = workplace.command("student", [], work)
    command = [sys.executable, "-m", "nbgrader", *arguments]
    environment = {**os.environ, **added}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=120)


def answer(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = ANSWERS.get(cell.id, cell.source)
    nbformat.write(notebook, path)


class Formgrader:
    """The Formgrader in its tab of JupyterLab: presses buttons, keeps a picture of each page."""

    def __init__(self, page: Any, shoot: Callable[[Any, str], None]) -> None:
        self.page, self._shoot = page, shoot
        page.evaluate("() => window.jupyterapp.commands.execute('nbgrader:open-formgrader')")
        self.tab = page.frame_locator("iframe[src*=formgrader]")

    def row(self, text: str) -> Any:
        found = self.tab.locator("#main-table tr").filter(has_text=text).first
        found.wait_for(timeout=MINUTE)
        return found

    def press(self, row: str, column: str, shot: str | None = None) -> str:
        """Press the button in a row, wait for what nbgrader says of it, and close that; returns what was said."""
        self.row(row).locator(f"td.{column} a").click(timeout=MINUTE)
        said = self.tab.locator(".modal-dialog:visible")
        said.wait_for(timeout=4 * MINUTE)
        self.page.wait_for_timeout(600)  # it fades in
        if shot is not None:
            self.shoot(shot)
        text: str = said.inner_text()
        said.get_by_role("button", name="OK").click()
        self.tab.locator(".modal-backdrop").wait_for(state="hidden", timeout=MINUTE)
        assert "Success" in text, text
        return text

    def go(self, link: str) -> None:
        self.tab.get_by_role("link", name=link, exact=True).first.click(timeout=MINUTE)

    def shoot(self, name: str) -> None:
        self._shoot(self.page, f"formgrader-{name}")


@pytest.mark.slow
def test_an_instructor_does_it_all_by_buttons(
    browser: Any, shoot: Any, serve: Callable[[str], str], fresh: Path
) -> None:
    work, page = fresh, browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(f"{serve('instructor')}/lab?reset")
    page.wait_for_function("window.jupyterapp?.commands.hasCommand('nbgrader:open-formgrader')", timeout=2 * MINUTE)
    grader = Formgrader(page, shoot)

    grader.press(NAME, "assign", "1-generated")
    assert (work / "course" / "release" / NAME / f"{TOPIC}.ipynb").is_file()
    grader.press(NAME, "release")
    as_student(work, "fetch_assignment", NAME)
    answer(work / "student" / NAME / f"{TOPIC}.ipynb")
    as_student(work, "submit", NAME)
    grader.press(NAME, "collect")
    grader.shoot("2-collected")

    grader.row(NAME).locator("td.num-submissions a").click()
    said = grader.press(ME, "autograde", "3-autograded")
    assert "Traceback" not in said
    assert grader.row(ME).locator("td.status").inner_text() == "needs manual grading"
    grader.shoot("4-submissions")

    grader.go("Manual Grading")
    grader.shoot("5-gradebook")
    for step in (NAME, TOPIC):
        grader.go(step)
    grader.row("Submission #").get_by_role("link").first.click()
    grade_the_essay(grader)

    for link in ("Manual Grading", "Manage Assignments"):
        grader.go(link)
    grader.press(NAME, "generate-feedback", "7-feedback")
    grader.press(NAME, "release-feedback")

    as_student(work, "fetch_feedback", NAME)
    (fetched,) = (work / "student" / NAME / "feedback").rglob("*.html")
    page.goto(fetched.as_uri())
    shoot(page, "formgrader-8-what-comes-back")
    text = page.inner_text("body")
    assert "1.5 / 2" in text and "Well argued." in text


def grade_the_essay(grader: Formgrader) -> None:
    """Points and a comment, as one types them; both are kept without a button."""
    score = grader.tab.locator(f"#{ESSAY}")
    score.wait_for(timeout=MINUTE)
    grader.page.wait_for_timeout(2000)  # scripts load the points after the page
    grader.tab.locator("#describe_check").scroll_into_view_if_needed()
    grader.shoot("6-grading-a-check")
    score.scroll_into_view_if_needed()
    score.fill("1.5")
    score.press("Tab")
    comment = grader.tab.locator(f"#{ESSAY}-comment")
    comment.fill("Well argued.")
    comment.press("Tab")
    grader.page.wait_for_timeout(2000)
    grader.shoot("6-grading-essay")
