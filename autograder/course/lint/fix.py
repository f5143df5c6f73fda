"""The repairs that need no thought: ids and outputs."""

from __future__ import annotations

import nbformat
import nbformat.v4

from autograder.course import Assignment, grade_id


def fix(assignment: Assignment) -> bool:
    """Give every cell its id and clear all outputs in the source notebook; returns whether the file was changed.

    A cell with a grade_id gets that as its id, unless another cell holds it: which of the two is right takes thought.
    Raises UserError where the notebook cannot be read.
    """
    notebook = assignment.read_source()  # gives the ids that are missing
    taken = {cell.get("id") for cell in notebook.cells}
    for cell in notebook.cells:
        name = grade_id(cell)
        if notebook.nbformat_minor >= 5 and name and name not in taken:
            taken.add(name)
            cell["id"] = name
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    old = assignment.notebook_path.read_text("utf-8-sig")
    if nbformat.v4.reads(old) == notebook:  # this reader adds no ids
        return False
    assignment.notebook_path.write_text(nbformat.writes(notebook) + "\n", "utf-8")
    return True
