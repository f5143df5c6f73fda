"""What the asserts that students see would catch alone: the measure beside which hidden checks must look good."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from autograder.boundary.failure import StudentError
from autograder.boundary.remote import Link
from autograder.course import Assignment, Exercise, grade_id
from autograder.engine.diagnose import variants
from autograder.engine.engine import Engine
from autograder.engine.limits import limits_of


@dataclass(frozen=True, slots=True)
class Baseline:
    """Of the wheats and chaffs of an exercise, how many there are, and of how many the visible cell complains."""

    wheats: int
    chaffs: int
    wheats_refused: int
    chaffs_caught: int


def baselines(
    assignment: Assignment,
    exercises: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> dict[str, Baseline]:
    """Run each exercise's visible test cell on all of its wheats and chaffs.

    Raises UserError and GradingError as `Engine` does.
    """
    found = {}
    cells = {grade_id(cell): cell.source for cell in assignment.read_source().cells}
    with Engine(assignment, remember=False) as engine:
        for exercise in assignment.checked_exercises(exercises):
            progress(f"{assignment.name}/{exercise.id}: the visible asserts on wheats and chaffs")
            asserts = cells[exercise.check_id]
            refused = {kind: _refused(engine, exercise, kind, asserts) for kind in ("wheats", "chaffs")}
            (wheats, wrongly), (chaffs, caught) = refused["wheats"], refused["chaffs"]
            found[exercise.id] = Baseline(wheats, chaffs, wrongly, caught)
    return found


def _refused(engine: Engine, exercise: Exercise, kind: str, asserts: str) -> tuple[int, int]:
    answers = variants(engine.assignment, exercise.id, kind)
    return len(answers), sum(_complains(engine, exercise, answer.source, asserts) for answer in answers)


def _complains(engine: Engine, exercise: Exercise, answer: str, asserts: str) -> bool:
    """Whether the test cell raises behind this answer; an answer that does not run at all is noticed, too."""
    process = engine.reference.variant(exercise.id, "answer", answer)
    try:
        if not process.alive:
            return True
        link = Link(process, limits_of(engine.assignment).cell_seconds)
        return link.ask("cell", source=asserts, cell=exercise.check_id)["error"] is not None
    except StudentError:  # it ended, or was ended
        return True
    finally:
        process.kill()
