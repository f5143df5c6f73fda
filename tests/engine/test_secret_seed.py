"""A grading with a secret seed: other inputs, the same scores for right answers, and no report that names it."""

from pathlib import Path

import arena
import pytest
from arena import BRIEF

from autograder.course.seed import Seed
from autograder.engine.engine import Engine


@pytest.mark.slow
def test_a_secret_seed_is_in_no_report(tmp_path: Path) -> None:
    assignment = arena.make(tmp_path / "arena")
    seed = Seed(0x5EC2E7_5EC2E7_5EC2E7_5EC2E7, secret=True)
    with Engine(assignment, seed=seed, limits=BRIEF, remember=False) as engine:
        report = engine.grade(assignment.read_source()).report
    assert report.seed is None
    assert report.score == report.max_score
    for number in (str(seed.value), f"{seed.value:x}"):
        assert number not in report.to_json()
