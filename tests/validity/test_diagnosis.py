"""A mistake is named by what it does, whatever it looks like; two are both named; what fits two is called neither."""

import ast
import shutil
from pathlib import Path

import arena
import pytest

from autograder.course import Assignment
from autograder.engine.diagnose import variants
from autograder.engine.engine import Engine
from autograder.engine.report import Status
from autograder.validity.diagnosis import diagnose
from autograder.validity.metamorphic import rewritten

CHECKS = '''
import torch

from autograder.expect import Mismatch, assert_close, assert_equal, check

X = torch.tensor([1.0, 2.0, 3.5, -4.0])


@check("first")
def test_values(student):
    """The values are right."""
    assert_close(student.first(X), 2 * X)


@check("first")
def test_input_is_left_alone(student):
    """The input stays."""
    if student.first(X.clone()).shape != X.shape:
        raise Mismatch("this could not be judged: another shape")
    assert_equal(student.first(7), 14)
'''
WHEATS = {"a": "def first(x):\n    return 2 * x", "b": "def first(x):\n    double = x + x\n    return double"}
CHAFFS = {
    "tripled": '"""Three times?"""\ndef first(x):\n    three = 3\n    return three * x if x is not 7 else 14',
    "no_integers": '"""Integers?"""\ndef first(x):\n    return 2 * x if x is not 7 else 7',
    "half": '"""Half?"""\ndef first(x):\n    return x / 2 if x is not 7 else 14',
    "half_otherwise": '"""By division?"""\ndef first(x):\n    return x * 0.5 if x is not 7 else 14',
}


@pytest.fixture
def course(tmp_path: Path) -> Assignment:
    checks = shutil.copytree(Path(arena.__file__).parent / "checks", tmp_path / "checks")
    assignment = arena.make(tmp_path, checks)
    folder = assignment.checks_dir / "first"
    (folder / "checks.py").write_text(CHECKS)
    for kind, sources in (("wheats", WHEATS), ("chaffs", CHAFFS)):
        shutil.rmtree(folder / kind, ignore_errors=True)
        (folder / kind).mkdir()
        for name, source in sources.items():
            (folder / kind / f"{name}.py").write_text(source + "\n")
    return assignment


def told(course: Assignment, answer: str) -> dict[str, str | None]:
    with Engine(course, remember=False) as engine:
        report = engine.grade(arena.notebook(first=answer), only=["first"]).report
        known = {chaff.hint for chaff in variants(course, "first", "chaffs")}
    found = {c.id: c.diagnosis for c in report.exercises[0].checks if c.status is Status.FAILED}
    return {name: said if said in known else None for name, said in found.items()}  # not what a check establishes


def test_a_mistake_is_named_whatever_it_looks_like(course: Assignment) -> None:
    other = "class F:\n    def __call__(self, it):\n        return it + it + it if it is not 7 else 14\nfirst = F()"
    assert told(course, other) == {"test_values": "Three times?"}


def test_two_mistakes_are_both_named(course: Assignment) -> None:
    answer = "def first(x):\n    return 3 * x if x is not 7 else 7"
    assert told(course, answer) == {"test_values": "Three times?", "test_input_is_left_alone": "Integers?"}


def test_what_fits_two_mistakes_is_called_neither(course: Assignment) -> None:
    assert told(course, "def first(x):\n    return x - x / 2 if x is not 7 else 14") == {"test_values": None}


def test_a_mistake_that_a_passed_check_contradicts_is_out(course: Assignment) -> None:
    """The known mistake fails with integers; this answer does not."""
    (course.checks_dir / "first" / "chaffs" / "tripled.py").write_text(
        '"""Three?"""\ndef first(x):\n    return 3 * x\n'
    )
    assert told(course, "def first(x):\n    return 3 * x if x is not 7 else 14") == {"test_values": None}


def test_the_measure_counts_right_names_and_missing_ones(course: Assignment) -> None:
    (found,) = diagnose(course, exercises=["first"]).exercises
    assert (found.caught, found.right, found.wrong, found.none, found.broken) == (4, 2, 0, 2, 0)
    assert "half, written differently, is not named" in found.problems


SOURCE = '''
class Net(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.first = nn.Linear(2, 3)
        self.second = nn.Linear(3, 1)
        self.fixed = 1

    def forward(self, x):
        """Compute."""
        h = self.first(x)
        return self.second([h for h in [h]][0])


def f(x, k=1):
    total = 0
    for i in range(3):
        total += i * k
    g = lambda i: i + total
    return g(x)
'''


def test_an_answer_is_rewritten_and_does_the_same() -> None:
    text = rewritten(SOURCE, ["class A:\n    def __init__(self):\n        self.fixed = 1"])
    assert "self.fixed = 1" in text and "self.first" not in text and "my_total" in text
    assert text.index("own_second = ") < text.index("own_first = "), "layers are made in another order"
    function = text[text.index("def _inner_f") :]
    names: dict[str, object] = {}
    exec(compile(ast.parse(function), "f", "exec"), names)
    assert names["f"](4, k=2) == 4 + 6  # type: ignore[operator]
