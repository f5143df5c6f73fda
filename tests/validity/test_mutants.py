"""Mutants are made systematically, named so that moved lines do not matter, and killed by checks or reported."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import arena
import pytest
import torch

from autograder.course import Assignment
from autograder.errors import UserError
from autograder.validity.mutants import run
from autograder.validity.mutants.kills import digest, read_kills, write_kills
from autograder.validity.mutants.make import meaning, mutants
from autograder.validity.mutants.run import Choice, verify_mutants

CHECK = '''
from autograder.expect import assert_close, check


@check("{name}")
def test_{name}_scales(student):
    """{name} scales."""
    assert_close(student.{name}({at}), {at} * {factor})
'''
SURVIVES_AT_ONE = "first: return x * 2: x * 2 → 2"


def scales(root: Path, at: int) -> Assignment:
    """The arena, each of its functions checked at one number."""
    for name, factor in arena.FACTORS.items():
        folder = root / "checks" / arena.NAME / name
        folder.mkdir(parents=True)
        (folder / "checks.py").write_text(CHECK.format(name=name, at=at, factor=factor))
    return arena.make(root, root / "checks")


def named(source: str, *taken: str) -> dict[str, str]:
    found = mutants("f", "reference", source, taken)
    assert len({mutant.name for mutant in found}) == len(found), "no two mutants have one name"
    return {f"{mutant.operator}: {mutant.change}": mutant.source for mutant in found}


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("return x < 2", "return x <= 2"),
        ("return x - y", "return y - x"),
        ("return x.sum(dim=1, keepdim=True)", "return x.sum(dim=1)"),
        ("return x.mean()", "return x.sum()"),
        ("return x.detach()", "return x"),
        ("return x @ y.T", "return x @ y"),
        ("return x[:y]", "return x[:y - 1]"),
        ("return x if y else 0", "return x if not (y) else 0"),
        ("x.zero_grad()\n    y.step()", "y.step()\n    x.zero_grad()"),
        ("x.zero_grad()", "pass"),
        ("x.eval()", "x.train()"),
        ("with torch.no_grad():\n        x.add_(y)", "x.add_(y)"),
        ("self.layers = nn.ModuleList(x)", "self.layers = list(x)"),
        ('self.register_buffer("mean", x)', "self.mean = x"),
        ("return nn.Sequential(nn.Linear(2, 2), nn.ReLU())", "return nn.Sequential(nn.Linear(2, 2))"),
        ("for group in x.param_groups:\n        y(group)", "for group in x.param_groups[:1]:\n        y(group)"),
        ("return torch.relu(x)", "return torch.gelu(x)"),
        ("return x + y", "return x.add_(y)"),
        ("return x", "return (x).clamp(-100, 100)"),
        ("return torch.zeros(2, dtype=torch.float32)", "return torch.zeros(2, dtype=torch.float64)"),
        ("return x", "torch.manual_seed(0)\n    return x"),
        ("return x", "x.requires_grad_()\n    return x"),
        ("return x", "x = x.squeeze()\n    return x"),
        ("return x", "x.view(-1)\n    return x"),
        ("y.append(x)\n    return y", "y.append(x)\n    del y[:-100]\n    return y"),
    ],
)
def test_an_operator_makes_the_change(line: str, changed: str) -> None:
    made = [meaning(source) for source in named(f"def f(x, y):\n    {line}\n").values()]

    assert meaning(f"def f(x, y):\n    {changed}\n") in made


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("return 1", "try:\n        return 1\n    finally:\n        model.eval()"),
        ("return 1", "try:\n        return 1\n    finally:\n        model.register_forward_hook(lambda *_: None)"),
        ("return 1", "model.requires_grad_()\n    return 1"),
    ],
)
def test_an_operator_changes_a_model(line: str, changed: str) -> None:
    made = [meaning(source) for source in named(f"def f(model, x):\n    {line}\n").values()]

    assert meaning(f"def f(model, x):\n    {changed}\n") in made


def ran(operator: str) -> Callable[[torch.Tensor], torch.Tensor]:
    """A mutant of a function that doubles a tensor."""
    source = named("def f(x):\n    return x * 2\n")[f"{operator}: def f(x):"]
    names: dict[str, Any] = {"torch": torch}
    exec(source, names)
    return cast(Callable[[torch.Tensor], torch.Tensor], names["f"])


def test_a_result_is_kept_for_a_shape() -> None:
    f = ran("kept_by_shape")

    assert f(torch.ones(2)).tolist() == f(torch.zeros(2)).tolist() == [2, 2]
    assert f(torch.zeros(3)).tolist() == [0, 0, 0]


def test_a_result_is_kept_for_an_object() -> None:
    f, x = ran("kept_by_identity"), torch.ones(2)
    before = f(x)

    assert f(x.add_(1)) is before and f(x.clone()).tolist() == [4, 4]


def test_a_later_result_is_written_over_an_earlier_one() -> None:
    f = ran("earlier_result_overwritten")
    first, other = f(torch.ones(2)), f(torch.ones(3))
    f(torch.zeros(3))

    assert first.tolist() == [2, 2] and other.tolist() == [0, 0, 0]


def test_names_survive_moved_lines_and_comments() -> None:
    before = named("def f(x):\n    return x + 1\n")
    after = named("# moved\n\n\ndef f(x):\n    # another comment\n    return x + 1\n")

    assert list(before) == list(after)


def test_a_mutant_that_is_a_right_answer_is_left_out() -> None:
    source = "def f(x):\n    return x + 1\n"
    wheat = 'def f(x):\n    """As it should be."""\n    return x - 1  # why not\n'

    assert any("x + 1 → x - 1" in name for name in named(source))
    assert not any("x + 1 → x - 1" in name for name in named(source, wheat))


def test_a_hole_shows_as_a_survivor(tmp_path: Path) -> None:
    (row,) = verify_mutants(scales(tmp_path, at=1), exercises={"first"}).exercises

    survivors = [tried.mutant.change for tried in row.tried if tried.verdict == "survived"]
    assert SURVIVES_AT_ONE in survivors
    assert row.count("killed") > 0 and row.count("error") == 0
    assert any(problem.startswith("survives: reference · operand_dropped") for problem in row.problems)


def test_a_better_check_kills_it(tmp_path: Path) -> None:
    (row,) = verify_mutants(scales(tmp_path, at=3), exercises={"first"}).exercises

    assert SURVIVES_AT_ONE in [tried.mutant.change for tried in row.tried if tried.verdict == "killed"]


def listed(assignment: Assignment, change: str, operator: str = "operand_dropped") -> None:
    (assignment.checks_dir / "first" / "equivalent_mutants.toml").write_text(
        f'[[equivalent]]\nanswer = "reference"\noperator = "{operator}"\nchanges = ["{change}"]\nreason = "a test"\n'
    )


def test_a_survivor_with_a_reason_is_equivalent(tmp_path: Path) -> None:
    assignment = scales(tmp_path, at=1)
    listed(assignment, SURVIVES_AT_ONE)
    (row,) = verify_mutants(assignment, exercises={"first"}).exercises

    assert [tried.mutant.change for tried in row.tried if tried.verdict == "equivalent"] == [SURVIVES_AT_ONE]
    assert not any(SURVIVES_AT_ONE in problem for problem in row.problems)


def test_entries_that_hold_no_longer_are_reported(tmp_path: Path) -> None:
    assignment = scales(tmp_path, at=3)
    listed(assignment, SURVIVES_AT_ONE)
    (killed,) = verify_mutants(assignment, exercises={"first"}).exercises
    listed(assignment, "first: return x * 9: x * 9 → 9")
    (gone,) = verify_mutants(assignment, exercises={"first"}).exercises

    assert any(problem.startswith("said to be equivalent, and test_first_scales") for problem in killed.problems)
    assert any(problem.startswith("listed as equivalent, and there is no such") for problem in gone.problems)


def test_a_reason_is_asked_for(tmp_path: Path) -> None:
    assignment = scales(tmp_path, at=1)
    (assignment.checks_dir / "equivalent_mutants.toml").write_text('[[equivalent]]\nanswer = "*"\n')

    with pytest.raises(UserError, match="an entry has answer, changes, operator, reason"):
        verify_mutants(assignment, exercises={"first"})


def test_what_is_known_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assignment = scales(tmp_path, at=3)
    first = verify_mutants(assignment, exercises={"first"})

    def refused(*_: object) -> None:
        raise AssertionError("nothing is left to try")

    monkeypatch.setattr(run, "engine_for", refused)
    assert verify_mutants(assignment, exercises={"first"}) == first


def test_a_sample_is_drawn_by_the_seed(tmp_path: Path) -> None:
    assignment = scales(tmp_path, at=3)
    everything = [
        name for exercise in assignment.exercises for name in run.mutants_of(assignment, exercise, wheats=False)
    ]
    one, again, other = (
        {mutant.name for mutant in run._chosen(everything, Choice(sample=5), seed)} for seed in (0, 0, 1)
    )

    assert one == again != other and len(one) == 5


def test_the_list_of_kills_says_what_is_tried(tmp_path: Path) -> None:
    assignment, folder = scales(tmp_path, at=3), tmp_path / "kills"
    (row,) = verify_mutants(assignment, exercises={"first"}).exercises
    write_kills(folder, assignment, [(tried.mutant, tried.verdict == "killed") for tried in row.tried])
    kills = read_kills(folder, assignment)

    assert kills["first"] == {digest(tried.mutant) for tried in row.tried if tried.verdict == "killed"}
    again = verify_mutants(assignment, choice=Choice(kills=kills), exercises={"first"})
    assert len(again.exercises[0].tried) == row.count("killed")
    assert not [problem for problem in again.exercises[0].problems if problem.startswith("survives")]
