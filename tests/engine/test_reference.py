"""The course's own solution is run no further than to the answer that is asked for, and can be asked at any time."""

from dataclasses import replace
from pathlib import Path

import arena
import nbformat
import pytest
from arena import BRIEF

from autograder import course
from autograder.boundary.remote import Link
from autograder.boundary.student import SandboxedStudent
from autograder.engine.engine import Engine
from autograder.errors import GradingError


def said(engine: Engine, exercise: str) -> object:
    """What the solution says to 1."""
    process = engine.reference.copy(exercise)
    try:
        return getattr(SandboxedStudent(Link(process, BRIEF.check_seconds)), exercise)(1)
    finally:
        process.kill()


def failing_at(root: Path, exercise: str) -> course.Assignment:
    """The course, where the solution to one exercise cannot be run."""
    assignment = arena.make(root)
    source = arena.notebook(**{exercise: "raise RuntimeError('not today')"})
    source.metadata["autograder"] = {}
    nbformat.write(source, assignment.notebook_path)
    return course.load(root, arena.NAME)


def test_it_runs_no_further_than_to_the_answer_that_is_asked_for(tmp_path: Path) -> None:
    with Engine(failing_at(tmp_path, "third"), limits=BRIEF, remember=False) as engine:
        assert [said(engine, name) for name in ("second", "first")] == [3, 2]
        for name in ("third", "last"):
            with pytest.raises(GradingError, match=r"the reference answer fails: .*not today"):
                engine.reference.copy(name)
        assert said(engine, "first") == 2


def test_it_waits_for_a_whole_class(tmp_path: Path) -> None:
    """What a submission may take together is no limit to how long the solution is held before it is run on."""
    limits = replace(BRIEF, submission_seconds=0.0)
    with Engine(arena.make(tmp_path), limits=limits, remember=False) as engine:
        assert [said(engine, name) for name in arena.EXERCISES] == [2, 3, 5, 7]
