"""What the liar wins."""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Assignment, grade_id
from autograder.course.seed import Seed
from autograder.engine.engine import Engine
from autograder.engine.report import Report, Status
from liar.tape import Tape, packed

SECRET = Seed(0x5EC2E7_0F_0A11_C0DE_77_31, secret=True)


@dataclass(frozen=True)
class Lies:
    """The report of one liar, and what it says beside the quiz."""

    report: Report

    @property
    def points(self) -> float:
        """What was won beside the quiz."""
        return sum(e.score or 0.0 for e in self.report.exercises if not e.id.startswith("quiz"))

    @property
    def share(self) -> float:
        """The part of the points asked for that was won beside the quiz."""
        return self.points / self.report.max_score

    def won(self) -> list[tuple[str, str, float]]:
        """Exercise, check and points of every check that was won beside the quiz, the largest first."""
        found = []
        for exercise in self.report.exercises:
            if exercise.id.startswith("quiz"):
                continue
            total = sum(check.weight for check in exercise.checks)
            found += [
                (exercise.id, check.id, exercise.points * check.weight / total)
                for check in exercise.checks
                if check.status is Status.PASSED
            ]
        return sorted(found, key=lambda each: -each[2])


def lies(
    assignment: Assignment,
    tape: Tape,
    seed: Seed = SECRET,
    only: Container[str] | None = None,
    *,
    replays: bool = False,
    twist: str | None = None,
) -> Lies:
    """Grade the untouched release, or `only` some exercises, with the liar's cell before its first stub.

    One that `replays` plays back the first recording, whatever it is asked. With a `twist`, numbers that it cannot know
    are all that number ("nan", "inf"), or tensors have nothing in them ("none") or a single zero ("one"); or lists have
    nothing in them ("empty"; with inner dicts "bare"), or whole answers are None ("nothing").
    """
    notebook = assignment.read_release()
    first = next(cell for cell in notebook.cells if grade_id(cell) == assignment.exercises[0].answer_id)
    first.source = (Path(__file__).parent / "notebook_cell.py").read_text() + "\n\n" + first.source
    with Engine(assignment, seed=seed, remember=False) as engine:
        files = packed(tape) | ({"tape/replays": b""} if replays else {})
        files |= {"tape/twist": twist.encode()} if twist is not None else {}
        return Lies(engine.grade(notebook, files=files, only=only, explained=False).report)
