"""JupyterLab as a student uses it: to work, to see tests fail and pass, to validate and to hand in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

NAME, TOPIC = "01_tensors", "tensors"
WRONG = "def describe(t):\n    return {}"
RIGHT = """def describe(t):
    size = t.numel() * t.element_size()
    return {"shape": tuple(t.shape), "dtype": t.dtype, "device": str(t.device), "ndim": t.ndim,
            "numel": t.numel(), "nbytes": size}"""
MINUTE = 60_000  # milliseconds, which is how a browser counts
_SET = "([id, source]) => { %s cell(id).model.sharedModel.setSource(source); }"
_RUN = "async ids => { %s for (const id of ids) { const at = all().findIndex(c => c.model.id === id);"
_RUN += " notebook().activeCellIndex = at; await app.commands.execute('notebook:run-cell'); } }"
_SAID = "id => { %s return JSON.stringify(cell(id).model.toJSON().outputs); }"
_FIND = "const app = window.jupyterapp; const notebook = () => app.shell.currentWidget.content;"
_FIND += "const all = () => notebook().widgets; const cell = id => all().find(c => c.model.id === id);"


def test_a_student_works_and_hands_in(browser: Any, shoot: Any, serve: Callable[[str], str], work: Path) -> None:
    address = serve("student")
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto(f"{address}/lab/tree/{NAME}/{TOPIC}.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=2 * MINUTE)
    page.wait_for_function(
        "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status === 'idle'",
        timeout=2 * MINUTE,
    )

    page.evaluate(_SET % _FIND, ["describe", WRONG])
    page.evaluate(_RUN % _FIND, ["for_students_start", "setup", "describe", "describe_check"])
    assert "the keys must be" in page.evaluate(_SAID % _FIND, "describe_check")
    shoot(page, "lab-fails")
    page.evaluate(_SET % _FIND, ["describe", RIGHT])
    page.evaluate(_RUN % _FIND, ["describe", "describe_check", "for_students_overview"])
    assert "✓ describe: the visible tests pass" in page.evaluate(_SAID % _FIND, "describe_check")
    assert "The visible tests of 1 of 14 exercises pass" in page.evaluate(_SAID % _FIND, "for_students_overview")
    shoot(page, "lab-passes")
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    page.get_by_role("button", name="Validate").first.click()
    dialog = page.locator(".jp-Dialog").filter(has_text="failed")
    dialog.wait_for(timeout=3 * MINUTE)
    shoot(page, "lab-validate")
    said = dialog.inner_text()
    assert "not answered yet" in said and "Traceback" not in said and "assert " not in said
    assert len(said) < 2_000, said
    page.keyboard.press("Escape")

    page.evaluate("() => window.jupyterapp.commands.execute('nbgrader:open-assignment-list')")
    row = page.locator(".list_item").filter(has_text=NAME).first
    row.get_by_role("button", name="Submit").click(timeout=MINUTE)
    page.locator("#submitted_assignments_list .list_item, .submitted .list_item").first.wait_for(timeout=MINUTE)
    shoot(page, "lab-submitted")
    assert list((work / "exchange").glob(f"*/inbound/*+{NAME}+*"))
    page.close()
