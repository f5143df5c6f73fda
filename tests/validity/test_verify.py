"""`verify` tells an author which check is at fault, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Assignment, load
from autograder.course.scaffold import new_course
from autograder.validity.verify import verify

RECIPE = '''"""Hidden checks, with a probe where none may be."""

from autograder.expect import assert_equal, check


def seen(student):
    return 1


@check("rescale")
def test_by_a_probe(student):
    """The probe is asked."""
    {judgement}
'''


@pytest.fixture
def course(tmp_path: Path) -> Assignment:
    new_course(tmp_path / "course")
    return load(tmp_path / "course", "01_first")


def problems(course: Assignment, judgement: str) -> tuple[str, ...]:
    (course.checks_dir / "rescale" / "checks.py").write_text(RECIPE.format(judgement=judgement))
    (verdict,) = verify(course).exercises
    return verdict.problems


def test_a_check_at_fault_is_the_one_problem(course: Assignment) -> None:
    (problem,) = problems(course, "assert_equal(student.probe(seen), 1)")
    assert problem.startswith("test_by_a_probe: the check itself raised TypeError (checks.py, line 13): a probe")
    assert "move seen from checks.py to probes.py" in problem


def test_what_the_check_says_of_the_reference_is_shown(course: Assignment) -> None:
    found = problems(course, "assert False, 'three were asked for'")
    assert "the reference scores 0 of 2: test_by_a_probe says: three were asked for" in found
    assert any(each.startswith("sorted: a correct answer loses points: test_by_a_probe says: three") for each in found)


SLOW = '''

@check("rescale", diagnose=False, hint="Which of them is it?")
def test_slow(student):
    """It takes long."""
    assert student.rescale(torch.tensor([1.0, 3.0])) is not None
'''


def test_what_is_caught_and_named_is_not_tried_by_checks_without_a_diagnosis(course: Assignment) -> None:
    place = course.checks_dir / "rescale" / "checks.py"
    place.write_text(place.read_text() + SLOW)
    for scores in (False, True):
        (verdict,) = verify(course, scores=scores).exercises
        assert verdict.ok and verdict.chaffs
        assert all(chaff.named and chaff.caught_by and (chaff.score is not None) is scores for chaff in verdict.chaffs)
        assert all(wheat.score == verdict.points for wheat in verdict.wheats)


WITHOUT_DIAGNOSIS = '@check("rescale", diagnose=False, hint="Which of them is it?"'


def test_what_only_a_check_without_a_diagnosis_catches_is_caught(course: Assignment) -> None:
    place = course.checks_dir / "rescale" / "checks.py"
    place.write_text(place.read_text().replace('@check("rescale"', WITHOUT_DIAGNOSIS))
    (verdict,) = verify(course).exercises
    assert verdict.ok, verdict.problems
    assert all(chaff.named and chaff.caught_by and chaff.score is not None for chaff in verdict.chaffs)
