"""docs/cookbook.md: each recipe's check accepts its right answer and refuses its wrong one."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from autograder.boundary.student import LocalStudent, StudentError

PAGE = (Path(__file__).parents[1] / "docs" / "cookbook.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r'^```python title="(\w+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
RECIPES = [(text.partition("\n")[0], dict(_BLOCK.findall(text))) for text in re.split(r"(?m)^## ", PAGE)[1:]]
IMPORTS, _, FROM_PROBES = dict(_BLOCK.findall(PAGE))["imports"].partition("from . import probes")
SEEDS = range(5)


def names(*sources: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for source in (IMPORTS, *sources):
        exec(compile(source, "cookbook", "exec"), found)
    return found


def ask(recipe: dict[str, str], answer: str, seed: int) -> None:
    """Run the recipe's one check on an answer; raises what the check raises."""
    source, probes = recipe["check"], SimpleNamespace()
    exec(recipe.get("probes", ""), vars(probes))  # probes.py has imports of its own
    namespace = names(source)
    (test,) = (value for name, value in namespace.items() if name.startswith("test_"))
    namespace["probes"] = probes
    student = LocalStudent(names(recipe[answer]), effects="effects=True" in source)
    torch.manual_seed(seed)
    test(student, torch.Generator().manual_seed(seed))


def test_there_are_recipes() -> None:
    assert 10 <= len(RECIPES) <= 15
    assert FROM_PROBES, "the shared lines say how a check reaches its probes"
    for title, recipe in RECIPES:
        expected = {"check", "right", "wrong"} | ({"probes"} if "student.probe" in recipe["check"] else set())
        assert recipe.keys() == expected, title


@pytest.mark.parametrize(("title", "recipe"), RECIPES, ids=[title for title, _ in RECIPES])
def test_a_recipe_tells_right_from_wrong(title: str, recipe: dict[str, str]) -> None:
    for seed in SEEDS:
        ask(recipe, "right", seed)
        with pytest.raises((AssertionError, StudentError)):
            ask(recipe, "wrong", seed)
