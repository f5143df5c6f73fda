"""What the known mistakes answer, worked out before a class is graded and not at the cost of its first notebooks.

Grading does the same for an exercise when it first meets a wrong answer. Both write to one place on disk
(`engine/chaff_memory.py`), which all grading processes of this machine read; a changed check, chaff or library finds
nothing there.
"""

import contextlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

from autograder.classroom.several import counted
from autograder.course import Assignment
from autograder.course.seed import Seed
from autograder.engine.chaff_memory import ChaffMemory
from autograder.engine.diagnose import variants
from autograder.engine.engine import Engine
from autograder.validity.dealt_out import Lot, dealt_out


@dataclass(frozen=True, slots=True)
class Prepared:
    """The exercises whose known mistakes were tried now, how many mistakes those are, and how many were known."""

    assignment: str
    exercises: tuple[str, ...]
    tried: int
    known: int

    def sentence(self) -> str:
        if not self.exercises:
            return f"{self.assignment}: what its {self.known} known mistakes answer is known already"
        more = f", {self.known} were known already" if self.known else ""
        of = counted(len(self.exercises), "exercise")
        return f"{self.assignment}: tried {self.tried} known mistakes of {of}{more}"


def prepare(assignment: Assignment, seed: Seed, *, jobs: int = 1, exercises: Collection[str] | None = None) -> Prepared:
    """Work out, in `jobs` processes, what chaffs answer under the seed that the class will be graded with.

    Raises UserError and GradingError as `Engine` does, and UserError for an exercise that has no checks.
    """
    memory = ChaffMemory(assignment, seed.value)
    sizes = {one.id: len(variants(assignment, one.id, "chaffs")) for one in assignment.checked_exercises(exercises)}
    missing = sorted((name for name in sizes if memory.recall(name) is None), key=lambda name: -sizes[name])
    if missing:
        list(dealt_out([Lot(tuple(missing), partial(_working_out, assignment, seed))], jobs))
    tried = sum(sizes[name] for name in missing)
    return Prepared(assignment.name, tuple(missing), tried, sum(sizes.values()) - tried)


@contextlib.contextmanager
def _working_out(assignment: Assignment, seed: Seed) -> Iterator[Callable[[str], object]]:
    with Engine(assignment, seed=seed) as engine:

        def work(name: str) -> None:
            engine.diagnoses.answers(name)  # which keeps them

        yield work
