"""Calibration measures what answers reach at a threshold, and refuses one that a right answer may miss."""

from pathlib import Path

import arena
import pytest

from autograder.course import Assignment
from autograder.engine.engine import Engine
from autograder.expect import Mismatch, assert_at_least, check, recorded
from autograder.validity.calibrate import Measured, calibrate

CHECKS = '''
import torch

from autograder.expect import assert_at_least, check


@check("first", hint="How lucky?", diagnose=False)
def test_first_is_lucky(student, rng):
    """first scales luck."""
    assert_at_least(student.first(torch.rand(1, generator=rng)).item(), {threshold}, what="the luck")


'''
SCALES = {
    name: f'''
from autograder.expect import assert_close, check


@check("{name}")
def test_{name}_scales(student):
    """{name} scales."""
    assert_close(student.{name}(1), {factor})
'''
    for name, factor in arena.FACTORS.items()
}


def luck(root: Path, threshold: float) -> Assignment:
    """The arena with a check whose threshold `first`, which doubles, reaches with a number drawn from 0 to 1."""

    folder = root / "checks" / arena.NAME
    for kind, answer in (("wheats/sum", "return x + x"), ("chaffs/same", "return x")):
        path = folder / "first" / f"{kind}.py"
        path.parent.mkdir(parents=True)
        path.write_text(f'"""Which factor?"""\n\n\ndef first(x):\n    {answer}\n')
    for name, scales in SCALES.items():
        (folder / name).mkdir(exist_ok=True)
        lucky = CHECKS.replace("{threshold}", str(threshold)) if name == "first" else ""
        (folder / name / "checks.py").write_text(lucky + scales)
    return arena.make(root, root / "checks")


def test_every_answer_is_measured_over_the_seeds(tmp_path: Path) -> None:
    result = calibrate(luck(tmp_path, -5.0), seeds=4, chaff_seeds=2)

    rows = {(row.kind, row.answer): row for row in result.rows}
    assert list(rows) == [("reference", ""), ("wheat", "sum"), ("chaff", "same")]
    assert len(set(rows["reference", ""].values)) == 4, "each seed has its own inputs"
    assert rows["wheat", "sum"].values == rows["reference", ""].values
    assert [2 * value for value in rows["chaff", "same"].values] == list(rows["reference", ""].values[:2])
    assert result.ok and result.to_dict()["rows"][0]["check"] == "test_first_is_lucky"


def test_a_check_without_diagnosis_is_not_asked_of_the_mistakes(tmp_path: Path) -> None:
    with Engine(luck(tmp_path, -5.0), remember=False) as engine:
        answers = engine.diagnoses.answers("first")

    assert list(answers["same"]) == ["test_first_scales"]


def test_a_check_without_diagnosis_needs_a_hint() -> None:
    with pytest.raises(ValueError, match="without diagnosis needs a hint"):
        check("first", diagnose=False)


def test_a_threshold_that_right_answers_miss_is_refused(tmp_path: Path) -> None:
    assert not calibrate(luck(tmp_path, 1.0), seeds=6, chaff_seeds=1).ok


def test_the_probability_is_that_of_a_normal_distribution() -> None:
    row = Measured("e", "c", "w", 0.0, "wheat", "", (1.0, 3.0))

    assert (row.mean, row.spread) == (2.0, pytest.approx(2**0.5))
    assert row.failure == pytest.approx(0.0786496, abs=1e-6)  # of a normal variable more than √2 deviations below
    assert not row.ok


def test_a_value_is_recorded_whether_it_is_enough_or_not() -> None:
    with recorded() as calls, pytest.raises(Mismatch, match=r"the luck is 0\.25; it must be at least 0\.5"):
        assert_at_least(0.75, 0.5, what="the luck")
        assert_at_least(0.25, 0.5, what="the luck")

    assert [call.value for call in calls] == [0.75, 0.25]


def test_nan_is_never_enough_and_what_is_no_number_is_a_mistake_of_the_author() -> None:
    with pytest.raises(Mismatch):
        assert_at_least(float("nan"), 0.5, what="the luck")
    with pytest.raises(TypeError):
        assert_at_least("0.9", 0.5, what="the luck")  # type: ignore[arg-type]
