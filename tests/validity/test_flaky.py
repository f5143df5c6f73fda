"""A check that a right answer passes with some inputs only is found out."""

from pathlib import Path

import arena

from autograder.course import Assignment
from autograder.validity.flaky import verify_flaky

CHECK = '''
import torch

from autograder.expect import assert_close, check


@check("{name}")
def test_{name}_scales(student, rng):
    """{name} scales."""
    x = torch.rand((), generator=rng).item()
    assert_close(student.{name}(x), {factor} * x if x < {luck} else 0.0)
'''


def lucky(root: Path, luck: float) -> Assignment:
    for name, factor in arena.FACTORS.items():
        folder = root / "checks" / arena.NAME / name
        folder.mkdir(parents=True)
        (folder / "checks.py").write_text(CHECK.format(name=name, factor=factor, luck=luck if name == "first" else 1.0))
    return arena.make(root, root / "checks")


def test_answers_that_always_pass(tmp_path: Path) -> None:
    result = verify_flaky(lucky(tmp_path, 1.0), range(2), load=1)

    assert result.ok and result.tried == 2 * len(arena.EXERCISES)


def test_bad_luck_is_named_with_its_seed(tmp_path: Path) -> None:
    result = verify_flaky(lucky(tmp_path, 0.5), range(6), exercises={"first"})

    assert not result.ok and 0 < len(result.mishaps) < 6
    assert {(mishap.exercise, mishap.answer, mishap.check) for mishap in result.mishaps} == {
        ("first", "reference", "test_first_scales")
    }
    assert {mishap.threads for mishap in result.mishaps} <= {1, 2}
