"""Known mistakes are tried before a class is graded: then its first wrong answer costs what its last one does."""

import shutil
from pathlib import Path

import arena
import pytest
from arena import BRIEF

from autograder.course.seed import Seed
from autograder.engine.engine import Engine
from autograder.engine.reference import Reference
from autograder.errors import UserError
from autograder.validity.prepare import prepare

SECRET = Seed(0x5EC2E7, secret=True)
THREE_TIMES = '"""Is the number added, or is it a factor?"""\n\n\ndef {name}(x):\n    return x + 3\n'


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> object:
    root = tmp_path_factory.mktemp("prepared")
    checks = root / "checks"
    shutil.copytree(arena.CHECKS, checks)
    for name in ("first", "third"):
        chaff = checks / arena.NAME / name / "chaffs" / "added.py"
        chaff.parent.mkdir(parents=True, exist_ok=True)
        chaff.write_text(THREE_TIMES.format(name=name))
    return arena.make(root / "course", checks)


@pytest.mark.slow
def test_grading_finds_what_was_worked_out_before(assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    made = prepare(assignment, SECRET, jobs=2, exercises=["first", "third"])
    assert set(made.exercises) == {"first", "third"} and made.tried >= 2
    monkeypatch.setattr(Reference, "trials", lambda *_: pytest.fail("a known mistake is tried while a class is graded"))
    with Engine(assignment, seed=SECRET, limits=BRIEF) as engine:
        report = engine.grade(arena.notebook(first=THREE_TIMES.format(name="first"))).report
    told = [check.diagnosis for check in report.exercises[0].checks]
    assert "Is the number added, or is it a factor?" in told


@pytest.mark.slow
def test_what_is_known_is_not_tried_again(assignment) -> None:
    prepare(assignment, SECRET, exercises=["first"])
    again = prepare(assignment, SECRET, exercises=["first"])
    assert (again.exercises, again.tried) == ((), 0) and again.known >= 1
    assert again.sentence().endswith("known already")


@pytest.mark.slow
def test_a_changed_mistake_is_tried_again(assignment) -> None:
    prepare(assignment, SECRET, exercises=["first"])
    chaff = Path(assignment.checks_dir) / "first" / "chaffs" / "added.py"
    before = chaff.read_text()
    chaff.write_text(before.replace("+ 3", "+ 4"))
    try:
        assert prepare(assignment, SECRET, exercises=["first"]).exercises == ("first",)
    finally:
        chaff.write_text(before)


def test_an_unknown_exercise_is_refused(assignment) -> None:
    with pytest.raises(UserError, match="no_such"):
        prepare(assignment, SECRET, exercises=["no_such"])
