"""What is laid out of a submission: which cells are as they were given."""

from pathlib import Path

from autograder import course
from autograder.engine.plan import plan

ASSIGNMENT = course.load(Path(__file__).parents[2], "01_tensors")


def test_a_cell_is_given_unless_the_student_wrote_or_changed_it() -> None:
    source, submitted = ASSIGNMENT.read_source(), ASSIGNMENT.read_release()
    answers = {exercise.answer_id for exercise in ASSIGNMENT.exercises}
    steps = plan(ASSIGNMENT, source, submitted).steps
    own = {step.name for step in steps if not step.given and not step.name.startswith("cell ")}  # those `build` adds
    assert own == {step.name for step in steps} & answers

    for cell in submitted.cells:
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("locked"):
            cell.source += "\nimport matplotlib"
    changed = plan(ASSIGNMENT, source, submitted).steps
    own = [step for step in changed if step.source.endswith("import matplotlib")]
    assert len(own) > len(answers) and not any(step.given for step in own)
