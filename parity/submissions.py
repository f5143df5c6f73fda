"""What both graders are given: every right answer, every known mistake, and what the demo's class hands in.

The notebook `chaffs-3` holds the third chaff of every exercise, so an assignment takes as many notebooks as its richest
exercise has variants, and not one for each of them. Both graders see the same answers, and are compared exercise by
exercise.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.course import Assignment, grade_id
from autograder.engine.diagnose import variants
from bench.submissions import reference_answers
from demo.make_class import handing_in, submission

FEWEST_EXERCISES = 4  # demo.make_class counts answer cells up to here


@dataclass(frozen=True, slots=True)
class Packed:
    """One notebook's answers by exercise, and which variants are among them."""

    name: str
    answers: Mapping[str, str]
    variants: Mapping[str, str]


def packed(assignment: Assignment) -> list[Packed]:
    """The reference, the untouched release, and notebooks that together hold every wheat and every chaff."""
    reference = reference_answers(assignment)
    found = [Packed("reference", reference, {}), Packed("release", {}, {})]
    for kind in ("wheats", "chaffs"):
        of = {exercise: variants(assignment, exercise, kind) for exercise in reference}
        for number in range(max(map(len, of.values()))):
            here = {exercise: some[number] for exercise, some in of.items() if number < len(some)}
            answers = {**reference, **{exercise: variant.source for exercise, variant in here.items()}}
            names = {exercise: variant.name for exercise, variant in here.items()}
            found.append(Packed(f"{kind}-{number + 1}", answers, names))
    return found


def demo_class(assignment: Assignment, first: str) -> list[Packed]:
    """What the students of `make demo` write into their answer cells; `first` as in `handing_in`.

    Two are left out. Asking for 30 GB is refused in the sandbox, and can end a machine on which nothing refuses it. A
    cell that never ends leaves nothing in the sandbox, and in a kernel what came before the loop: the points differ.
    Nobody is there for an assignment of fewer exercises than the class's troubles are spread over.
    """
    if sum(not exercise.manual for exercise in assignment.exercises) < FEWEST_EXERCISES:
        return []
    found = []
    for student in handing_in(assignment.name, first):
        if student.trouble in ("30 GB", "endless loop"):
            continue
        cells = {grade_id(cell): cell.source for cell in submission(student, assignment).cells}
        answers = {e.id: cells[e.answer_id] for e in assignment.exercises if not e.manual}
        found.append(Packed(f"student-{student.id}", answers, {}))
    return found


def sampled(submissions: list[Packed], count: int | None) -> list[Packed]:
    """Reference, release and `count` of the others, the same ones every time; all of them for None."""
    first, others = submissions[:2], submissions[2:]
    if count is None or count >= len(others):
        return submissions
    chosen = random.Random(0).sample(range(len(others)), count)
    return first + [others[index] for index in sorted(chosen)]
