"""All mutants of one answer, each with a name that says what was changed and survives moved lines."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import libcst as cst

from autograder.validity.mutants.operators import OPERATORS
from autograder.validity.mutants.place import Place, Replacement, code, walk

_LONGEST = 80  # characters of a piece of code in a name


@dataclass(frozen=True, slots=True)
class Mutant:
    """One answer with one change. `operator` and `change` name it; `answer` is "reference", or the wheat's name."""

    exercise: str
    answer: str
    operator: str
    change: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.answer} · {self.operator} · {self.change}"


def mutants(exercise: str, answer: str, source: str, taken: Iterable[str] = ()) -> list[Mutant]:
    """The mutants of `source`, in its order; none that is the same program as another, or as one of those `taken`."""
    module = cst.parse_module(source)
    seen = {meaning(text) for text in (source, *taken)}
    names: Counter[tuple[str, str]] = Counter()
    found = []
    for place in walk(module):
        for operator, replacement in _replacements(place):
            changed = _replaced(module, place, replacement)
            if changed is None or (means := meaning(changed)) in seen:
                continue
            seen.add(means)
            change = _change(place, replacement)
            names[operator, change] += 1
            if (again := names[operator, change]) > 1:
                change += f" #{again}"
            found.append(Mutant(exercise, answer, operator, change, changed))
    return found


def meaning(source: str) -> str:
    """What two sources have in common that differ in comments, spaces and docstrings only."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree)


def _replacements(place: Place) -> Iterator[tuple[str, Replacement]]:
    for operator in OPERATORS:
        for replacement in operator(place):
            yield operator.__name__, replacement


def _replaced(module: cst.Module, place: Place, replacement: Replacement) -> str | None:
    """The source with the replacement in place; None where no program comes out."""
    try:
        changed = module.deep_replace(place.node, replacement)  # type: ignore[type-var]
        text = changed.code if isinstance(changed, cst.Module) else ""
        compile(text, "mutant", "exec", dont_inherit=True)
    except (cst.CSTValidationError, SyntaxError, TypeError, ValueError):
        return None
    return text


def _change(place: Place, replacement: Replacement) -> str:
    """`scope: statement: before → after`; of a function or a loop, where all is in the operator's name, its head."""
    scope = f"{place.scope}: " if place.scope else ""
    before, after, line = _short(place.node), _short(replacement), _short(place.statement)
    if before == after or isinstance(place.node, cst.FunctionDef):
        return f"{scope}{_head(place.node)}"
    return f"{scope}{before} → {after}" if line == before else f"{scope}{line}: {before} → {after}"


def _short(node: Replacement) -> str:
    """A node's code on one line; of a statement that holds others, the first line."""
    if isinstance(node, cst.FlattenSentinel):
        return " ⏎ ".join(_short(part) for part in node)
    if isinstance(node, cst.BaseCompoundStatement):
        return _head(node)
    lines = (line.strip() for line in code(node).splitlines())
    text = " ".join(line for line in lines if line and not line.startswith("#"))
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _head(node: cst.CSTNode) -> str:
    lines = [line.strip() for line in code(node).splitlines()]
    return next(line for line in lines if line and line[0] not in "#@")[:_LONGEST]
