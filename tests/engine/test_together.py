"""Exercises checked in one process first: the same reports, and fewer copies where answers are right."""

from dataclasses import replace
from pathlib import Path

import arena
import pytest
from arena import BRIEF
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.boundary.process import Process
from autograder.engine.engine import Engine
from autograder.engine.notebook_run import NotebookRun
from autograder.errors import UserError
from bench.__main__ import the_class

RIGHT_FIRST = arena.right("first")
WRONG_FIRST = "def first(x):\n    return x * 3"
HELPED = "def factor():\n    return {}\n\ndef {}(x):\n    return x * factor()"


def notebook(end: str = "", **answers: str) -> NotebookNode:
    found = arena.notebook(**answers)
    found.cells[-1].source = end
    return found


def without(name: str) -> NotebookNode:
    found = arena.notebook()
    found.cells = [cell for cell in found.cells if cell.id != name]
    return found


def with_others(before: str, between: str, end: str, **answers: str) -> NotebookNode:
    """With a cell before all answers, and one between the first answer and its visible tests."""
    found = notebook(end, **answers)
    place = next(number for number, cell in enumerate(found.cells) if cell.id == "first")
    found.cells.insert(place + 1, new_code_cell(between, id="between"))
    found.cells.insert(1, new_code_cell(before, id="before"))
    return found


SUBMISSIONS = {
    "right": notebook(),
    "blank": notebook(**{name: f"def {name}(x):\n    raise NotImplementedError" for name in arena.EXERCISES}),
    "nothing bound": notebook(second="raise NotImplementedError"),
    "not Python": notebook(second="def second(x)\n    return x"),
    "no answer cell": without("third"),
    "wrong": notebook(first=WRONG_FIRST, third="def third(x):\n    return None"),
    "mended further down": notebook(RIGHT_FIRST, first=WRONG_FIRST),
    "spoilt further down": notebook(WRONG_FIRST),
    "defined further down alone": notebook(RIGHT_FIRST, first="pass"),
    "helpers of one name": notebook(first=HELPED.format(2, "first"), second=HELPED.format(3, "second")),
    "a name from further down": notebook("two = 2", first="def first(x):\n    return x * two"),
    "a constant changed in place": notebook("two[0] = 3", first="two = [2]\ndef first(x):\n    return x * two[0]"),
    "a class changed in place": notebook(
        "Twice.of = lambda self, x: x",
        first="class Twice:\n    def of(self, x):\n        return x * 2\n\ndef first(x):\n    return Twice().of(x)",
    ),
    "a default changed in place": notebook("first.__defaults__ = (3,)", first="def first(x, n=2):\n    return x * n"),
    "a function's attribute": notebook("first.n = 3", first="def first(x):\n    return x * first.n\nfirst.n = 2"),
    "a library changed": notebook(
        "import math\nmath.sqrt = lambda x: 3", first="import math\ndef first(x):\n    return x * int(math.sqrt(4))"
    ),
    "a library's class changed": notebook(
        "import torch\ntorch.Tensor.item = lambda self: 3",
        first="import torch\ndef first(x):\n    return x * torch.tensor(2).item()",
    ),
    "warnings become errors": notebook(
        "import warnings\nwarnings.simplefilter('error')",
        first="import warnings\ndef first(x):\n    warnings.warn('old')\n    return x * 2",
    ),
    "a file comes to be": notebook(
        "open('three', 'w').close()",
        first="import os\ndef first(x):\n    return x * (3 if os.path.exists('three') else 2)",
    ),
    "another folder": notebook(
        "import os\nos.chdir('/')", first="import os\ndef first(x):\n    return x * (3 if os.getcwd() == '/' else 2)"
    ),
    "a layer": notebook(
        "layer.train()",
        first="from torch.nn import ReLU\nlayer = ReLU().eval()\ndef first(x):\n    return x * (2 + layer.training)",
    ),
    "counts its calls": notebook(last="n = []\ndef last(x):\n    n.append(x)\n    return x * (7 if len(n) < 2 else 8)"),
    "one spoils all": notebook(
        first="def first(x):\n    global second, third\n    second = third = None\n    return x * 2"
    ),
    "one answers for all": notebook(
        first="def first(x):\n    global second\n    second = lambda x: x * 3\n    return x * 2",
        second="def second(x):\n    return x",
    ),
    "ends the process": notebook(second="import os\ndef second(x):\n    os._exit(1)"),
    "never ends": notebook(second="def second(x):\n    while True: pass"),
    "a cell that never ends": notebook("while True: pass"),
    "a name that is read by its text": with_others(
        "two = 2", "1 / 0", "two = 3", first="def first(x):\n    return x * globals()['two']"
    ),
    "a module of their own": with_others(
        "import sys, types\nhelper = sys.modules['helper'] = types.ModuleType('helper')\nhelper.two = 2",
        *("1 / 0", "helper.two = 3"),
        first="def first(x):\n    import helper\n    return x * helper.two",
    ),
    "a file in a folder": with_others(
        "import os\nos.mkdir('d')\nopen('d/two', 'w').write('2')",
        *("1 / 0", "open('d/two', 'w').write('3')"),
        first="def first(x):\n    return x * int(open('d/two').read())",
    ),
    "numbers so small": with_others(
        *("", "1 / 0", "torch.set_flush_denormal(True)"),
        first="def first(x):\n    return x * (2 if (torch.tensor([1e-40]) * 1).item() else 3)",
    ),
    "no working folder": notebook(
        "print('the end')", first="import os\nos.mkdir('d'); os.chdir('d'); os.rmdir('../d')\n" + RIGHT_FIRST, third="("
    ),
    "a name that is no text": notebook("print('the end')", first="globals()[3] = 4\n" + RIGHT_FIRST, third="("),
    "a class that raises anything": notebook(
        "print('the end')",
        second="class M(type):\n    def __getattribute__(s, n): raise SystemExit\nclass A(metaclass=M): pass",
    ),
    "much that is bound": notebook(
        "print('the end')", first=RIGHT_FIRST + "\nfor n in range(2000): globals()[f'h{n}'] = list(range(4990))"
    ),
    "threads of PyTorch's": with_others(
        "torch.set_num_threads(2)", "", "", first="def first(x):\n    return x * 2 * torch.get_num_threads()"
    ),
    "a process in a check": notebook(
        second="import subprocess\ndef second(x):\n    subprocess.Popen(['sleep', '60'])\n    return x * 3"
    ),
    "a process in a check, and a wrong answer that tests see": notebook(
        second="import subprocess\ndef second(x):\n    subprocess.Popen(['sleep', '60'])\n    return x * 3",
        third="def third(x):\n    return None",
    ),
    "a thread in a cell": notebook("import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"),
}


def graded(engine: Engine, submission: NotebookNode, explained: bool = True) -> str:
    found = engine.grade(submission, explained=explained)
    return replace(found.report, seconds=0.0).to_json() + str(found.outputs)


@pytest.mark.slow
def test_reports_are_what_they_are_without_it(tmp_path: Path) -> None:
    with Engine(arena.make(tmp_path / "alone"), limits=BRIEF) as engine:
        expected = {name: graded(engine, submission) for name, submission in SUBMISSIONS.items()}
    with Engine(arena.make(tmp_path / "together", checked_together=True), limits=BRIEF) as engine:
        found = {name: graded(engine, submission) for name, submission in SUBMISSIONS.items()}
    assert found == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("submission", "copies"), [("right", 0), ("blank", 0), ("not Python", 1), ("wrong", 3), ("never ends", 5)]
)
def test_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, submission: str, copies: int) -> None:
    with Engine(arena.make(tmp_path, checked_together=True), limits=BRIEF) as engine:
        engine.grade(SUBMISSIONS[submission])  # the reference has its copies after that
        made, fork = 0, Process.fork

        def counted(process: Process, seconds: float) -> Process:
            nonlocal made
            made += 1
            return fork(process, seconds)

        monkeypatch.setattr(Process, "fork", counted)
        engine.grade(SUBMISSIONS[submission])
        assert made == copies


@pytest.mark.slow
def test_cells_run_again_and_time_begins_anew_where_something_could_be_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[float, float]] = []
    rewind = NotebookRun.rewind

    def watched(run: NotebookRun) -> None:
        before = run._used
        rewind(run)
        seen.append((before, run._used + run.allowance.stopped))

    monkeypatch.setattr(NotebookRun, "rewind", watched)
    with Engine(arena.make(tmp_path, checked_together=True), limits=BRIEF) as engine:
        for submission in ("right", "wrong", "a constant changed in place"):
            engine.grade(SUBMISSIONS[submission])
    assert [(before > 0, after) for before, after in seen] == [(True, 0)]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "explained"), [("01_tensors", True), ("03_modules", False)])
def test_a_class_gets_the_same_reports(name: str, explained: bool) -> None:
    """What all known mistakes answer is worked out for a class that is explained: of one assignment that is enough."""
    classroom = the_class(name, 6, False)
    notebooks = classroom.notebooks(classroom.assignment.read_release())
    with Engine(classroom.assignment, remember=False) as engine:
        assert engine._together
        together = {student: graded(engine, notebook, explained) for student, notebook in notebooks.items()}
        engine._together = False
        assert {student: graded(engine, notebook, explained) for student, notebook in notebooks.items()} == together


def test_it_is_declared_by_true_or_false(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"autograder\.checked_together` must be true or false"):
        arena.make(tmp_path, checked_together="yes").checked_together()
