"""Laying out a submission: which cells run, in which order, and where each exercise is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode

from autograder.course import Assignment, grade_id


@dataclass(frozen=True, slots=True)
class Step:
    """One code cell to run; `index` is its place in the submitted notebook, None for a cell that was put back.

    `given` says that the cell is the course's and as it was given: whoever reads it has seen it, and what it draws.
    """

    name: str
    source: str
    index: int | None
    given: bool = False

    @property
    def key(self) -> str:
        """What the same cell has in every submission; students add and move cells, and the numbers change."""
        return self.source if self.given else self.name


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a notebook, and for each exercise the number of steps after which it is looked at."""

    steps: tuple[Step, ...]
    stops: Mapping[str, int]
    answers: Mapping[str, int | None]  # exercise → the step of its answer cell, None where that cell is missing

    def is_place(self, steps: int) -> bool:
        """Whether an exercise is looked at after so many steps, or the notebook is at its end then."""
        return steps == len(self.steps) or steps in self.stops.values()


def plan(assignment: Assignment, source: NotebookNode, submitted: NotebookNode) -> Plan:
    """Lay out a submission: the student's cells as they are, the course's own cells as the course wrote them.

    Read-only cells that were deleted are put back in front, grade cells are taken from the source, and an exercise
    whose grade cell is gone is looked at after its answer cell, or at the end of the notebook.
    """
    ours = {grade_id(cell): cell for cell in source.cells if grade_id(cell) and cell.cell_type == "code"}
    places: dict[str, int] = {}
    for index, cell in enumerate(submitted.cells):
        name = grade_id(cell) or cell.get("id", "")
        if cell.cell_type == "code" and name in ours and name not in places:
            places[name] = index
    given = {cell.source for cell in ours.values() if not cell.metadata.nbgrader.get("solution")}
    given |= {cell.source for cell in source.cells if cell.cell_type == "code" and not grade_id(cell)}
    steps = [
        Step(str(name), cell.source, None, True)
        for name, cell in ours.items()
        if _is_given(cell) and name not in places
    ]
    step_of: dict[int, int] = {}
    names = {index: name for name, index in places.items()}
    for index, cell in enumerate(submitted.cells):
        if cell.cell_type != "code":
            continue
        known = names.get(index)
        locked = known is not None and ours[known].metadata.nbgrader.get("locked", False)
        step_of[index] = len(steps)
        text = ours[known].source if locked else cell.source
        steps.append(Step(known or f"cell {index + 1}", text, index, text in given))
    stops: dict[str, int] = {}
    answers: dict[str, int | None] = {}
    for exercise in assignment.exercises:
        if exercise.manual:
            continue
        answer = places.get(exercise.answer_id)
        answers[exercise.id] = None if answer is None else step_of[answer]
        if exercise.check_id in places:
            stops[exercise.id] = step_of[places[exercise.check_id]]
        else:
            stops[exercise.id] = len(steps) if answer is None else step_of[answer] + 1
    return Plan(tuple(steps), stops, answers)


def _is_given(cell: NotebookNode) -> bool:
    metadata = cell.metadata.nbgrader
    return bool(metadata.get("locked")) and not metadata.get("grade") and not metadata.get("solution")
