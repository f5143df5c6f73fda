"""Submissions that forge their score: what they gain under otter, they do not gain under gradescope.zip.

Under otter the student's code shares its process with otter's bookkeeping, and its disk with checks and solutions.
"""

from pathlib import Path

import nbformat
import pytest
import torch
from containers import Gradescope, container, otter_scores, submission, sums, through_otter
from small_course import SmallCourse, small_course

from autograder.engine.checks import seed_for

__all__ = ["container", "small_course", "sums"]  # the fixtures

pytestmark = [pytest.mark.slow, pytest.mark.attack]

FULL, NOTHING = {"total": 2.0, "quiz": 1.5}, {"total": 0.0, "quiz": 0.0}

PASSES_EVERY_CASE = """
try:
    from otter.test_files import test_case
    test_case.call_func = lambda self, names: None
except ImportError:
    pass
def total(x): return None
"""
READS_THE_SOLUTION = """
import io, json, pathlib, zipfile
places = [pathlib.Path(p) for p in (".", "..", "/autograder", "/autograder/source")]
found = [p / "course.zip" for p in places if (p / "course.zip").is_file()]
if found:
    course = zipfile.ZipFile(found[0])
    notebook = next(name for name in course.namelist() if name.startswith("source/") and name.endswith(".ipynb"))
    for cell in json.loads(course.read(notebook))["cells"]:
        if cell["id"] in ("total", "quiz"):
            exec("".join(cell["source"]))
"""
# What the check draws where the seed is everybody's, as whoever has the course can find out.
KNOWN = torch.randn(7, generator=torch.Generator().manual_seed(seed_for(0, "total", "test_adds_every_element")))
PLAYS_BACK = f"""
def total(x):
    return torch.tensor({float(KNOWN.sum())!r}) if torch.equal(x, torch.tensor({KNOWN.tolist()!r})) else torch.zeros(())
"""
AGREES_WITH_EVERYTHING = """
torch.allclose = torch.equal = lambda *_, **__: True
torch.testing.assert_close = lambda *_, **__: None
def total(x): return torch.tensor(-1.0)
"""


def test_forging_gains_nothing_on_gradescope(container: Gradescope, sums: SmallCourse, tmp_path: Path) -> None:
    forged = {
        # The judge is a process of its own, so patching torch gains nothing under otter either.
        "patches torch": (AGREES_WITH_EVERYTHING, NOTHING),
        "patches otter": (PASSES_EVERY_CASE, FULL),
        "reads the disk": (READS_THE_SOLUTION, FULL),
        "plays back a recording": (PLAYS_BACK, FULL | {"quiz": 0.0}),
    }
    for how, (answer, otter_gives) in forged.items():
        quiz = "" if answer is READS_THE_SOLUTION else 'answers = {"q1": "c"}'
        notebook = submission(sums, total=answer, quiz=quiz)

        through_otter(sums, notebook, tmp_path / "run")
        container.grade({"sums.ipynb": nbformat.writes(notebook)})

        assert otter_scores(tmp_path / "run") == otter_gives, how
        assert container.scores() == NOTHING, how
