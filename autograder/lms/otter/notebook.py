"""The release notebook as otter's students get it."""

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.course import Assignment, grade_id
from autograder.course.build import release_notebook
from autograder.course.for_students import HAND_IN
from autograder.course.notebook import OVERVIEW

START = "# Run this cell first: it connects the notebook with its tests.\nimport otter\n\ngrader = otter.Notebook()"


def otter_notebook(assignment: Assignment) -> NotebookNode:
    """The release with otter's initialisation cell, and `grader.check("exercise")` in every grade cell.

    All cells keep their nbgrader metadata, so that the same notebook can be graded by this course's own engine, which
    puts the grade cells back. Raises UserError as `release_notebook`.
    """
    notebook = release_notebook(assignment)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in (HAND_IN, OVERVIEW)]  # they speak of nbgrader
    exercises = {exercise.check_id: exercise.id for exercise in assignment.exercises if not exercise.manual}
    for cell in notebook.cells:
        if (name := grade_id(cell)) in exercises:
            cell.source = f'grader.check("{exercises[name]}")'
            cell.metadata |= {"deletable": False, "editable": False}
    first = next(index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    start = new_code_cell(START, id="otter_start", metadata={"deletable": False, "editable": False})
    notebook.cells.insert(first, start)
    return notebook


def visible_tests(assignment: Assignment) -> dict[str, str]:
    """The asserts that students see, by exercise."""
    cells = {grade_id(cell): cell.source for cell in release_notebook(assignment).cells}
    return {exercise.id: cells[exercise.check_id] for exercise in assignment.exercises if not exercise.manual}
