"""Cells that meddle with what runs them: the cells that follow, and what is said, are as in Jupyter or better."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.shell import NOT_DRAWN

REPOSITORY = Path(__file__).parents[2]
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


ODD_CELLS = [
    "x = 1\ny = %time\n",
    "%%time\nx = 1",
    "%matplotlib inline\nx = 1",
    "!true\nx = 1",
    "x = 1\nx?",
    "ls",
    "\n\nx = 1\ny = 2",
    "  x = 1\n  y = 2",
    ">>> x = 1\n>>> y = 2",
    "In [1]: x = 1\n   ...: y = 2",
    "In = {}\nIn [1]: int",
    "a, b = 5, 3\nc = (a\n% b)",
    'def f():\n    """Doubles.\n\n    >>> f(1)\n    2\n    """\n',
    "x = 1\r\ny = 2",
    "x = (",
    "import os\nawait f()",
    "import os\nasync def f():\n    await g()",
    "import nothing, os.path as p\nfrom torch import nn, nothing",
    "x = 1\nreturn x",
    "x = 1\nx is 1",
]
COMPARED = """
ours, theirs = [], []
for source in SOURCES:
    shell = get_ipython()
    for transform, seen in ((shell.transform_cell, ours), (super(type(shell), shell).transform_cell, theirs)):
        try:
            seen.append(transform(source))
        except Exception as problem:
            seen.append(type(problem).__name__)
[source for source, our, their in zip(SOURCES, ours, theirs) if our != their]
"""


STEPS_COMPARED = """
import ast
shell, different = get_ipython(), []
theirs = super(type(shell), shell)
for source in SOURCES:
    text = shell.transform_cell(source)
    waits = [each.should_run_async(source, transformed_cell=text) for each in (shell, theirs)]
    try:
        trees = [each.transform_ast(ast.parse(text)) for each in (shell, theirs)]
    except SyntaxError:
        trees = []
    if len(set(waits)) > 1 or len({ast.dump(tree, include_attributes=True) for tree in trees}) > 1:
        different.append(source)
different
"""


@pytest.fixture(scope="module")
def cells() -> list[str]:
    course = [
        cell.source
        for kind in ("release", "solutions")
        for path in sorted((REPOSITORY / kind).glob("*/*.ipynb"))
        for cell in nbformat.read(path, 4).cells
        if cell.cell_type == "code"
    ]
    assert len(course) > 400
    return [*ODD_CELLS, *course]


def test_a_cell_is_rewritten_as_ipython_does_it(run: Run, cells: list[str]) -> None:
    """Where the rewriting is left out, it would have changed nothing."""
    answer = run(f"SOURCES = {cells!r}" + COMPARED)
    assert answer["outputs"][-1]["data"]["text/plain"] == "[]", answer["outputs"][-1]


def test_what_ipython_is_spared_comes_to_the_same(run: Run, cells: list[str]) -> None:
    """Whether a cell waits for something, and its tree with every line and column."""
    answer = run(f"SOURCES = {cells!r}" + STEPS_COMPARED)
    assert answer["outputs"][-1]["data"]["text/plain"] == "[]", answer["outputs"][-1]


def test_what_is_said_when_a_cell_is_compiled_is_said_as_often(run: Run) -> None:
    """By IPython's look whether it waits, and when it is compiled to be run."""
    said = str(run("x = 1\ny = x is 1")["outputs"])
    assert said.count("SyntaxWarning") == 2


def test_looking_at_a_cell_adds_no_warning_to_its_own(run: Run) -> None:
    run("import warnings\nwarnings.simplefilter('always')")
    warned = str(run("x = 1\ny = '\\d'")["outputs"])
    assert "<answer>:2: DeprecationWarning: invalid escape" in warned
    assert "<unknown>" not in warned


def test_a_notebook_s_own_rewriting_is_done(run: Run) -> None:
    run("get_ipython().input_transformers_post.append(lambda lines: [line.replace('one', '1') for line in lines])")
    assert run("x = 0\nx + one")["outputs"][0]["data"]["text/plain"] == "1"
