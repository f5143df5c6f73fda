"""What an answer is made of, and whether a later cell bound any of that anew."""

from typing import Any

import pytest

from autograder.boundary.bindings import Bindings

HELPED = "def helper(x):\n    return 2 * x\n\ndef answer(x):\n    return helper(x)"
CLASS = "class Base:\n    def step(self):\n        return unit()\n\nclass answer(Base):\n    pass"
CLOSURE = "def made():\n    def inner(x):\n        return scale * x\n    return inner\nanswer = made()"


def stands(*cells: str, answer: int = 1, place: int = 2) -> bool | None:
    names: dict[str, Any] = {"__name__": "__main__"}
    bindings = Bindings(names)
    for number, cell in enumerate(cells):
        exec(cell, names)
        bindings.note(number)
    return bindings.stands(answer, place)


@pytest.mark.parametrize(
    ("answer", "later"),
    [
        ("def answer(x):\n    return x.sum()", "x = 3\nsum = 4"),  # an argument and an attribute of these names
        (HELPED, "y = answer(3)"),
        ('"""What it is."""\ndef answer(): pass', '"""Another."""\n_ = 3; _i4 = ""'),
        ("def answer(n):\n    return answer(n - 1) if n else 0", "n = answer(3)"),
        ("answer = [1, 2]", "pass"),
    ],
)
def test_it_stands(answer: str, later: str) -> None:
    assert stands("unit = len", answer, later) is True


@pytest.mark.parametrize(
    ("answer", "later"),
    [
        ("def answer(): pass", "def answer(): return 1"),
        ("def answer(): pass", "del answer"),
        ("def answer(): pass", "def answer(): return 1\ndef answer(): return 2\ndef answer(): return 3"),
        (HELPED, "def helper(x):\n    return x"),
        ("def answer(x):\n    return scale * x", "scale = 3"),  # a name that was not there yet
        (CLASS, "unit = list"),
        (CLOSURE, "scale = 3"),
        ("import functools\nanswer = functools.partial(lambda x: scale * x, 2)", "scale = 3"),
        ("def answer(x):\n    return [scale * y for y in x]", "scale = 3"),
        ("answer = [lambda: scale]", "scale = 3"),
        ("class answer:\n    @property\n    def width(self):\n        return scale", "scale = 3"),
    ],
)
def test_it_stands_no_more(answer: str, later: str) -> None:
    assert stands("unit = len", answer, later) is False


def test_a_mend_before_its_place_is_part_of_it() -> None:
    cells = ("", HELPED, "def helper(x):\n    return x", "y = 3")
    assert stands(*cells, place=3) is True
    assert stands(*cells, place=2) is False


def test_a_long_list_is_not_gone_through() -> None:
    assert stands("", "answer = [0] * 10_000", "y = 3") is True
    assert stands("", "answer = [0] * 1_000_000", "y = 3") is False


def test_where_nothing_was_bound() -> None:
    assert stands("", "3 + 4", "y = 3") is None
    assert stands("y = 3", "3 + 4", "del y") is False  # it was there then


def test_what_comes_after_all_cells_counts_as_later() -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    bindings = Bindings(names)
    exec("def answer(): pass", names)
    bindings.note(0)
    bindings.note()
    assert bindings.stands(0, 1) is True
    exec("def answer(): pass", names)
    bindings.note()
    assert bindings.stands(0, 1) is False
