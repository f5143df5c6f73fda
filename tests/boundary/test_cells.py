"""Cells that meddle with what runs them: the cells that follow, and what is said, are as in Jupyter or better."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.shell import NOT_DRAWN

Run = Callable[[str], dict[str, Any]]


@pytest.fixture
def run(sandbox: Sandbox) -> Iterator[Run]:
    """Runs one cell after the other in one process."""
    process = sandbox.spawn(Limits(), 0)
    link = Link(process, 60)
    yield lambda source: link.ask("cell", source=source, cell="answer")
    process.kill()


@pytest.mark.parametrize(
    "meddling",
    [
        "sys.stdout = None",
        "sys.stderr = None",
        "sys.stdout.close()",
        "sys.stdout = open('/dev/null')",
        "del sys.stdout",
    ],
)
def test_streams_are_there_again_for_the_next_cell(run: Run, meddling: str) -> None:
    run(f"import sys\n{meddling}")
    answer = run("def f(x):\n    return x\nprint(f(3))\nf(4)")
    assert answer["error"] is None
    assert [output.get("text") or output["data"]["text/plain"] for output in answer["outputs"]] == ["3\n", "4"]


@pytest.mark.parametrize("leaving", ["exit()", "quit()", "exit", "import sys\nsys.exit()"])
def test_leaving_is_called_by_its_name(run: Run, leaving: str) -> None:
    assert run(leaving)["error"]["type"] == "SystemExit"
    assert run("1 + 1")["error"] is None


def test_installing_says_at_once_that_there_is_no_network(run: Run) -> None:
    started = time.monotonic()
    run("!pip install no-such-package-anywhere")
    assert time.monotonic() - started < 8  # 3 s on a busy machine; with five tries to reach an index it is more


PLOT = "import matplotlib.pyplot as plt\nfigure = plt.figure()\nplt.plot([1, 2])\nplt.show()\nplt.get_fignums()"


@pytest.mark.parametrize("drawn", [True, False])
def test_a_figure_is_drawn_or_a_note_stands_for_it(sandbox: Sandbox, drawn: bool) -> None:
    process = sandbox.spawn(Limits(), 0)
    answer = Link(process, 60).ask("cell", source=PLOT, cell="answer", drawn=drawn)
    process.kill()
    picture, left = (output["data"] for output in answer["outputs"] if "data" in output)
    assert ("image/png" in picture) is drawn
    assert (picture["text/plain"] == NOT_DRAWN) is not drawn
    assert left["text/plain"] == "[]"  # the figure is closed either way
