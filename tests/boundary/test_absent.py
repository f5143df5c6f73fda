"""Packages that are not there when a notebook is graded: who only imports one loses nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link
from autograder.boundary.sandbox import Sandbox

Run = Callable[[str], dict[str, Any]]


@pytest.fixture
def run(sandbox: Sandbox) -> Iterator[Run]:
    """Runs one cell after the other in one process."""
    process = sandbox.spawn(Limits(), 0)
    link = Link(process, 60)
    yield lambda source: link.ask("cell", source=source, cell="answer")
    process.kill()


def said(answer: dict[str, Any]) -> str:
    """What the cell showed."""
    return "".join(
        output.get("text") or output.get("evalue") or output["data"]["text/plain"] for output in answer["outputs"]
    )


@pytest.mark.parametrize(
    "line",
    [
        "from no_einops import rearrange, repeat as again",
        "import no_einops",
        "import no_einops.layers.torch as layers, math",
        "import math; import no_einops.layers",
    ],
)
def test_an_import_that_nothing_uses_costs_nothing(run: Run, line: str) -> None:
    answer = run(f"{line}\ndef f(x):\n    return x + 1\nf(3)")
    assert answer["error"] is None
    assert said(answer) == "4"


@pytest.mark.parametrize(
    "use",
    [
        "rearrange(1)",
        "rearrange.anything",
        "rearrange['b c']",
        "class Mine(rearrange):\n    pass",
        "@rearrange\ndef f():\n    pass",
    ],
)
def test_its_use_fails_there_and_says_what_there_is(run: Run, use: str) -> None:
    assert run("from no_einops import rearrange")["error"] is None
    error = run(use)["error"]
    assert error["type"] == "ModuleNotFoundError" and error["frames"][0]["line"] == 1
    assert "`no_einops` is not installed" in error["message"] and "PyTorch, NumPy" in error["message"]


def test_an_import_inside_a_function_says_the_same(run: Run) -> None:
    run("def f():\n    import no_einops.layers")
    error = run("f()")["error"]
    assert error["type"] == "ModuleNotFoundError" and error["frames"][-1]["line"] == 2
    assert "`no_einops` is not installed" in error["message"]


def test_ways_on_of_ones_own_are_taken(run: Run) -> None:
    source = "try:\n    import no_einops\nexcept ImportError:\n    no_einops = None\nno_einops is None"
    assert said(run(source)) == "True"
    source = "import importlib.util\nimportlib.util.find_spec('no_einops') is None"
    assert said(run(source)) == "True"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("from torch import no_such_name", "ImportError"),
        ("import torch.no_such_part", "ModuleNotFoundError"),
        ("from torch.no_such_part import x", "ModuleNotFoundError"),
        ("import beside", "ModuleNotFoundError"),
        ("from no_einops import *", "ModuleNotFoundError"),
    ],
)
def test_imports_that_fail_for_other_reasons_fail_as_ever(run: Run, line: str, kind: str) -> None:
    run("import torch")
    run("%%writefile beside.py\nimport no_einops\nname = 1")
    error = run(line)["error"]
    assert error["type"] == kind and error["frames"][0]["line"] == 1
    assert said(run("torch.ones(1).item()")) == "1.0"


def test_a_cell_runs_as_before(run: Run) -> None:
    answer = run('from __future__ import annotations\nimport math as m\n"a text"\nm.floor(2.5)')
    assert answer["error"] is None and said(answer) == "2"
    assert run("import math\n\n1 / 0")["error"]["frames"][0]["line"] == 3
    assert run("import math\nx = (")["error"]["type"] == "SyntaxError"
