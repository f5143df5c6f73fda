"""docs/cookbook.md: each recipe's check accepts its right answer and refuses its wrong one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch

from autograder.boundary.student import LocalStudent, StudentError

PAGE = (Path(__file__).parents[1] / "docs" / "cookbook.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r'^```python title="(\w+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
RECIPES = [(text.partition("\n")[0], dict(_BLOCK.findall(text))) for text in re.split(r"(?m)^## ", PAGE)[1:]]
IMPORTS = dict(_BLOCK.findall(PAGE))["imports"]
SEEDS = range(5)


def names(*sources: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for source in (IMPORTS, *sources):
        exec(compile(source, "cookbook", "exec"), found)
    return found


def ask(recipe: dict[str, str], answer: str, seed: int) -> None:
    """Run the recipe's one check on an answer; raises what the check raises."""
    source = recipe["check"]
    (test,) = (value for name, value in names(source).items() if name.startswith("test_"))
    student = LocalStudent(names(recipe[answer]), effects="effects=True" in source)
    torch.manual_seed(seed)
    test(student, torch.Generator().manual_seed(seed))


def test_there_are_recipes() -> None:
    assert 10 <= len(RECIPES) <= 15
    assert all(recipe.keys() == {"check", "right", "wrong"} for _, recipe in RECIPES)


@pytest.mark.parametrize(("title", "recipe"), RECIPES, ids=[title for title, _ in RECIPES])
def test_a_recipe_tells_right_from_wrong(title: str, recipe: dict[str, str]) -> None:
    for seed in SEEDS:
        ask(recipe, "right", seed)
        with pytest.raises((AssertionError, StudentError)):
            ask(recipe, "wrong", seed)
