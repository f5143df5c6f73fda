"""The class that is graded: complete, empty and mixed answers, made from the reference, the wheats and the chaffs."""

import copy
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from nbformat import NotebookNode

from autograder.course import Assignment, grade_id

KINDS = 6
_AGAIN = "-again-"
# One mistake an exercise that asserts in the notebook catch too, so that all graders have the same work. Exercises of
# assignments that no other grader is timed on need none: any mistake will do.
TYPICAL = {
    "describe": "four_bytes",
    "random_digits": "nine_never_drawn",
    "constant_family": "default_dtype",
    "image_layouts": "reshape_for_permute",
    "shares_memory": "equal_values",
    "standardize": "over_everything",
    "pairwise_distances": "root_taken",
    "one_hot_and_pick": "every_labelled_column",
    "topk_accuracy": "k_ignored",
    "normalize_images": "not_divided",
    "numpy_bridge": "copy_that_shares",
    "linear": "not_transposed",
    "bf16_error": "zero_by_zero",
    "quiz": "q3_as_in_numpy",
}
Answers = Mapping[str, str]  # exercise → source of its answer cell; a missing exercise keeps the stub


@dataclass(frozen=True, slots=True)
class InCellTest:
    """The asserts of one exercise, and the student's names that they are called with."""

    exercise: str
    points: float
    function: Callable[..., None]

    @property
    def source(self) -> str:
        return inspect.getsource(self.function)

    @property
    def call(self) -> str:
        return f"{self.function.__name__}({', '.join(inspect.signature(self.function).parameters)})"


def in_cell_tests(assignment: Assignment, module: ModuleType) -> list[InCellTest]:
    """The functions `check_<exercise>` of a module, one for every automatically graded exercise.

    Raises:
        AttributeError: an exercise has no such function, so the comparison would not be one of equal work.
    """
    return [
        InCellTest(exercise.id, exercise.points, getattr(module, f"check_{exercise.id}"))
        for exercise in assignment.exercises
        if not exercise.manual
    ]


def _variants(assignment: Assignment, exercise: str, kind: str) -> list[Path]:
    return sorted((assignment.checks_dir / exercise / kind).glob("*.py"))


def _typical_mistake(assignment: Assignment, exercise: str) -> Path:
    chaffs = _variants(assignment, exercise, "chaffs")
    return next((path for path in chaffs if path.stem == TYPICAL.get(exercise)), chaffs[0])


def reference_answers(assignment: Assignment) -> dict[str, str]:
    """The answer cells of the source notebook, the solutions in them."""
    answer_of = {e.answer_id: e.id for e in assignment.exercises if not e.manual}
    cells = ((grade_id(cell), cell.source) for cell in assignment.read_source().cells)
    return {answer_of[name]: source for name, source in cells if name in answer_of}


def kinds_of(students: Iterable[str]) -> list[str]:
    """Of a made-up class, one student of each kind."""
    return sorted(name for name in students if _AGAIN not in name)


def made_up_class(assignment: Assignment, students: int = KINDS) -> Iterator[tuple[str, Answers]]:
    """Submissions of six kinds: reference, untouched release, two of wheats, two half wrong. Always the same ones.

    A larger class repeats them: what grading one submission costs does not depend on the others, what starting costs
    is shared by all, and half of a real class is wrong in ways that others are wrong too.
    """
    kinds = tuple(_kinds(assignment))
    for number in range(students):
        name, answers = kinds[number % KINDS]
        yield (name if number < KINDS else f"{name}{_AGAIN}{number // KINDS}"), answers


def _kinds(assignment: Assignment) -> Iterator[tuple[str, Answers]]:
    reference = reference_answers(assignment)
    yield "reference", reference
    yield "release", {}
    for number in (0, 1):
        wheats = {name: _variants(assignment, name, "wheats") for name in reference}
        yield (
            f"wheats-{number + 1}",
            {
                name: wheats[name][number].read_text() if number < len(wheats[name]) else source
                for name, source in reference.items()
            },
        )
    for parity in (0, 1):
        half_wrong = dict(reference)
        for number, name in enumerate(reference):
            if number % 2 == parity:
                half_wrong[name] = _typical_mistake(assignment, name).read_text()
        yield f"half-wrong-{parity + 1}", half_wrong


def filled_in(release: NotebookNode, assignment: Assignment, answers: Answers) -> NotebookNode:
    """A copy of the release in which the answer cells hold `answers`, as a student would hand it in."""
    notebook = copy.deepcopy(release)
    exercise_of = {e.answer_id: e.id for e in assignment.exercises if not e.manual}
    for cell in notebook.cells:
        exercise = exercise_of.get(grade_id(cell) or "", "")
        if exercise in answers:
            cell.source = answers[exercise]
    return notebook
