"""The audit of quantifiers: what a statement says in general must be varied by some hidden input.

A table, `quantifiers.toml` beside an assignment's checks, has a part for each exercise. A line quotes the statement
("any shape") and names the check that varies it, with what it tries. The part `rules` quotes rules of the notebook
itself, with a check for every exercise, or a word on why there is none. An assignment may do without a table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course import Assignment
from autograder.course.lint.problem import Problem, relative
from autograder.course.lint.source import parse_file, statements
from autograder.course.lint.teaching import QUIZ

NAME = "quantifiers.toml"
NOT_HERE = "not here: "

_GENERAL = re.compile(
    r"\b(any|every|each|all|both|either|never|none|only|alone|also|whatever|however|once|first|last|always|exactly)\b",
    re.IGNORECASE,
)
_HINT = re.compile(r"<details\b.*?</details>", re.DOTALL | re.IGNORECASE)


def quantifiers_are_varied(assignment: Assignment) -> Iterator[Problem]:
    """Every exercise whose statement says something in general has lines in the table, and each line holds."""
    path = assignment.checks_dir / NAME
    if not path.is_file():
        return
    file = relative(assignment, path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        yield Problem(file, None, f"not valid TOML ({error})", "repair it")
        return
    said = {name: _plain(_HINT.sub("", text)) for name, text in statements(assignment.read_source()).items()}
    names = [exercise.id for exercise in assignment.exercises if not exercise.manual and exercise.id != QUIZ]
    rules = table.pop("rules", {})
    for name in names:
        if _GENERAL.search(said.get(name, "")) and not table.get(name):
            remedy = f"write [{name}], with a line for each: a quotation, the check that varies it, what it tries"
            yield Problem(file, name, "the statement has rules, and the table no line", remedy)
    for name, lines in table.items():
        if name not in names:
            yield Problem(file, name, "there is no such exercise", "take its part out, or repair its name")
            continue
        yield from _lines(assignment, file, name, lines, said.get(name, ""))
    yield from _rules(assignment, file, rules, names)


def _lines(assignment: Assignment, file: Path, exercise: str, lines: Any, said: str) -> Iterator[Problem]:
    checks = _checks(assignment, exercise)
    for words, varied in lines.items() if isinstance(lines, dict) else ():
        if _plain(words) not in said:
            yield Problem(file, exercise, f"{words!r} does not stand in the statement", "quote it as it is")
        check, colon, tried = str(varied).partition(": ")
        if check not in checks:
            yield Problem(file, exercise, f"there is no check {check!r}", "name the check that varies it")
        elif not colon or not tried.strip():
            yield Problem(file, exercise, f"{words!r} has a check and no inputs", "say behind a colon what it tries")


def _rules(assignment: Assignment, file: Path, rules: Any, names: list[str]) -> Iterator[Problem]:
    cells = assignment.read_source().cells
    notebook = _plain("\n".join(cell.source for cell in cells if cell.cell_type == "markdown"))
    for words, held in rules.items() if isinstance(rules, dict) else ():
        if _plain(words) not in notebook:
            yield Problem(file, "rules", f"{words!r} does not stand in the notebook", "quote it as it is")
        for name in names:
            check = held.get(name)
            if check is None:
                remedy = f'name the check that holds it there, or say why there is none: "{NOT_HERE}…"'
                yield Problem(file, name, f"nothing is said about the rule {words!r}", remedy)
            elif not check.startswith(NOT_HERE) and check not in _checks(assignment, name):
                yield Problem(file, name, f"there is no check {check!r}", "name the check that holds the rule")


def _checks(assignment: Assignment, exercise: str) -> set[str]:
    path = assignment.check_file(exercise)
    return {node.name for node in parse_file(path).body if hasattr(node, "name")} if path.is_file() else set()


def _plain(text: str) -> str:
    """Text without emphasis and line breaks; what is code stays marked as such."""
    return " ".join(re.sub(r"\*\*|(?<!\*)\*(?!\*)|</?[a-z][^>]*>", "", text).split())


RULES = (quantifiers_are_varied,)
