"""Rules for the cells of a source notebook: ids, metadata, solutions, stubs."""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from autograder.course import CHECK_SUFFIX, Assignment, broken_code, grade_id
from autograder.course.broken_code import released
from autograder.course.build import release_notebook, release_text
from autograder.course.lint.problem import Problem, in_source
from autograder.course.lint.source import (
    forbidden_imports,
    is_answer,
    is_check,
    named_cells,
    parse_cell,
    student_packages,
)
from autograder.errors import UserError

FIX = "run `autograder lint --fix`"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def format_is_current(assignment: Assignment) -> Iterator[Problem]:
    """Format 4.5 (cells have ids) and the kernel that every student has."""
    notebook = assignment.read_source()
    if notebook.nbformat_minor != 5:
        message = f"the notebook has format 4.{notebook.nbformat_minor}"
        yield in_source(assignment, None, message, "save it as 4.5 in a current JupyterLab")
    kernel = notebook.metadata.get("kernelspec", {}).get("name")
    if kernel != "python3":
        yield in_source(assignment, None, f"the kernel is {kernel!r}", "choose python3, which every student has")


def cells_have_their_ids(assignment: Assignment) -> Iterator[Problem]:
    """Every cell has an id in the file, its grade_id where there is one: so diffs and reports can name the cell."""
    for index, cell in enumerate(_raw_cells(assignment)):
        name = grade_id(cell)
        if "id" not in cell:
            yield in_source(assignment, name or f"cell {index}", "the cell has no id", FIX)
        elif name and cell["id"] != name:
            yield in_source(assignment, name, f"the cell's id is {cell['id']!r}, not its grade_id", FIX)


def ids_are_unique(assignment: Assignment) -> Iterator[Problem]:
    """No two cells share an id: nbgrader and the restoring of deleted cells go by it."""
    cells = _raw_cells(assignment)
    for kind, found in (("id", [cell.get("id") for cell in cells]), ("grade_id", [grade_id(cell) for cell in cells])):
        for name, count in Counter(found).items():
            if name is not None and count > 1:
                yield in_source(assignment, name, f"{count} cells have this {kind}", "rename all but one")


def _raw_cells(assignment: Assignment) -> list[dict[str, Any]]:
    """The cells as they are in the file: reading it as a notebook replaces missing and repeated ids."""
    cells: list[dict[str, Any]] = json.loads(assignment.notebook_path.read_text("utf-8-sig"))["cells"]
    return cells


def source_has_no_outputs(assignment: Assignment) -> Iterator[Problem]:
    """No outputs and no execution counts: they change with every run, and an output can hold an answer."""
    for name, cell in named_cells(assignment.read_source()):
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
            yield in_source(assignment, name, "the cell has outputs or an execution count", FIX)


def answers_have_a_check(assignment: Assignment) -> Iterator[Problem]:
    """Each answer cell is followed, before the next one, by the grade cell that carries its points."""
    pending: str | None = None
    for name, cell in named_cells(assignment.read_source()):
        if is_answer(cell):
            if pending:
                yield _unchecked(assignment, pending)
            pending = name
        elif is_check(cell):
            if name != f"{pending}{CHECK_SUFFIX}":
                remedy = f"put it right after its answer cell {name.removesuffix(CHECK_SUFFIX)!r}"
                yield in_source(assignment, name, "the grade cell does not follow its answer cell", remedy)
            pending = None
    if pending:
        yield _unchecked(assignment, pending)


def _unchecked(assignment: Assignment, name: str) -> Problem:
    remedy = f"add the grade cell {name + CHECK_SUFFIX!r}"
    return in_source(assignment, name, "no grade cell follows the answer cell", remedy)


def solution_markers_balance(assignment: Assignment) -> Iterator[Problem]:
    """Every answer cell has solution regions, begun and ended in turn; no other code cell has any."""
    for name, cell in named_cells(assignment.read_source()):
        markers = [line.strip() for line in cell.source.splitlines() if BEGIN[4:] in line or END[4:] in line]
        kinds = [BEGIN if BEGIN[4:] in line else END for line in markers]
        if kinds != [BEGIN, END] * (len(kinds) // 2):
            yield in_source(assignment, name, "the solution markers do not pair up", f"close each {BEGIN} with {END}")
        if cell.cell_type != "code":
            continue
        if is_answer(cell) and not markers:
            remedy = f"put the answer between {BEGIN} and {END}"
            yield in_source(assignment, name, "the answer cell has no solution region", remedy)
        if markers and not is_answer(cell):
            remedy = "set `solution` in its nbgrader metadata, or remove the markers"
            yield in_source(assignment, name, "a solution region lies outside an answer cell", remedy)
        if markers != kinds:
            remedy = f"let {BEGIN} and {END} stand alone: the whole line is removed"
            yield in_source(assignment, name, "a solution marker shares its line", remedy)


def broken_code_is_marked(assignment: Assignment) -> Iterator[Problem]:
    """Broken code stands commented out between its markers, in the answer cell that holds the repaired code."""
    for name, cell in named_cells(assignment.read_source()):
        if "BEGIN BROKEN" not in cell.source and "END BROKEN" not in cell.source:
            continue
        if not is_answer(cell):
            remedy = "set `solution` in its nbgrader metadata, or remove the markers"
            yield in_source(assignment, name, "broken code lies outside an answer cell", remedy)
            continue
        try:
            released(cell.source)
        except RuntimeError as error:
            remedy = f"close {broken_code.BEGIN} with {broken_code.END} and comment out each line between them"
            yield in_source(assignment, name, str(error), remedy)


def release_can_be_built(assignment: Assignment) -> Iterator[Problem]:
    """nbgrader accepts the notebook."""
    try:
        release_text(assignment)
    except UserError as error:
        cause = str(error.__cause__ or error).strip().partition("\n")[0]
        yield in_source(assignment, None, f"nbgrader refuses it ({cause})", "repair that cell")


def stubs_raise(assignment: Assignment) -> Iterator[Problem]:
    """In the release each function and class of an answer cell raises NotImplementedError: open is never passed."""
    try:
        notebook = release_notebook(assignment)
    except UserError:
        return  # release_can_be_built reports it
    given = {name for name, cell in named_cells(assignment.read_source()) if broken_code.BEGIN in cell.source}
    for name, cell in named_cells(notebook):
        if not is_answer(cell) or name in given:  # broken code runs, and `verify` demands that it scores nothing
            continue
        try:
            tree = parse_cell(cell.source)
        except SyntaxError as error:
            message = f"without its solution the cell is not valid Python ({error.msg}, line {error.lineno})"
            yield in_source(assignment, name, message, "let the region stand where a `raise` statement can")
            continue
        definitions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        parts: list[tuple[str, ast.AST]] = [(node.name, node) for node in definitions] or [("the cell", tree)]
        for what, part in parts:
            if not any(_raises_not_implemented(node) for node in ast.walk(part)):
                message = f"in the release {what} does not raise NotImplementedError"
                remedy = "put its body into a solution region, or move given code to a cell of its own"
                yield in_source(assignment, name, message, remedy)


def _raises_not_implemented(node: ast.AST) -> bool:
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def points_are_positive(assignment: Assignment) -> Iterator[Problem]:
    """An exercise that is worth nothing, or less, is none."""
    for exercise in assignment.exercises:
        if exercise.points <= 0:
            message = f"the exercise is worth {exercise.points:g} points"
            yield in_source(assignment, exercise.check_id, message, "give it points above 0")


def visible_asserts_speak(assignment: Assignment) -> Iterator[Problem]:
    """A grade cell asserts something, and each assert says what is wrong."""
    for name, cell in named_cells(assignment.read_source()):
        if not is_check(cell):
            continue
        try:
            asserts = [node for node in ast.walk(parse_cell(cell.source)) if isinstance(node, ast.Assert)]
        except SyntaxError:
            continue  # notebook_imports reports it
        if not asserts:
            yield in_source(assignment, name, "the grade cell asserts nothing", "assert what a right answer gives")
        for node in asserts:
            if node.msg is None:
                message = f"the assert in line {node.lineno} has no message"
                yield in_source(assignment, name, message, "say after a comma what the student should look at")


def notebook_imports(assignment: Assignment) -> Iterator[Problem]:
    """The notebook parses and runs with the student's packages alone."""
    allowed = student_packages(assignment)
    for name, cell in named_cells(assignment.read_source()):
        if cell.cell_type != "code":
            continue
        try:
            tree = parse_cell(cell.source)
        except SyntaxError as error:
            message = f"not valid Python ({error.msg}, line {error.lineno})"
            yield in_source(assignment, name, message, "repair the cell")
            continue
        for module in forbidden_imports(tree, allowed):
            remedy = (
                f"use the standard library and {', '.join(sorted(allowed))} alone, or declare the package in the "
                'notebook\'s metadata, {"autograder": {"packages": [...]}}'
            )
            yield in_source(assignment, name, f"it imports {module}", remedy)


RULES = (
    format_is_current,
    cells_have_their_ids,
    ids_are_unique,
    source_has_no_outputs,
    answers_have_a_check,
    solution_markers_balance,
    broken_code_is_marked,
    release_can_be_built,
    stubs_raise,
    points_are_positive,
    visible_asserts_speak,
    notebook_imports,
)
