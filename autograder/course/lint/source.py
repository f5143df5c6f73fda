"""What the rules read: the cells of a source notebook, sorted by their role, and Python code as syntax trees."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.course import Assignment, grade_id

NOTEBOOK_PACKAGES = frozenset({"torch", "numpy", "matplotlib"})

_MAGIC = re.compile(r"^(\s*)[%!?].*$", re.MULTILINE)


def student_packages(assignment: Assignment) -> frozenset[str]:
    """What an assignment may import beside the standard library: packages, and modules that lie beside the notebook."""
    modules = {Path(name).stem for name in assignment.declared_data() if name.endswith(".py") and "/" not in name}
    return NOTEBOOK_PACKAGES | modules | set(assignment.declared_packages())


def trusted_files(assignment: Assignment) -> list[Path]:
    """The Python files of the hidden checks but wheats and chaffs, sorted."""
    found = assignment.checks_dir.rglob("*.py")
    return sorted(path for path in found if path.parent.name not in ("wheats", "chaffs"))


def is_answer(cell: NotebookNode) -> bool:
    """A code cell that the student fills in and that carries no points itself."""
    meta = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(meta.get("solution")) and not meta.get("grade")


def is_check(cell: NotebookNode) -> bool:
    """A cell with visible asserts that carries points."""
    meta = cell.metadata.get("nbgrader", {})
    return bool(meta.get("grade")) and not meta.get("solution")


def is_manual(cell: NotebookNode) -> bool:
    """A cell that the student fills in and a person grades."""
    meta = cell.metadata.get("nbgrader", {})
    return bool(meta.get("grade")) and bool(meta.get("solution"))


def named_cells(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    """Each cell with what a problem calls it: its grade_id, id or number."""
    for index, cell in enumerate(notebook.cells):
        yield grade_id(cell) or cell.get("id") or f"cell {index}", cell


def statements(notebook: NotebookNode) -> dict[str, str]:
    """For each answer and manual cell, the markdown since the last cell that carries points."""
    found: dict[str, str] = {}
    texts: list[str] = []
    for name, cell in named_cells(notebook):
        if is_answer(cell) or is_manual(cell):
            found[name] = "\n\n".join(texts)
        if is_check(cell) or is_manual(cell):
            texts = []
        elif cell.cell_type == "markdown":
            texts.append(cell.source)
    return found


def parse_cell(code: str) -> ast.Module:
    """The syntax tree of a code cell without its magics; raises SyntaxError."""
    return ast.parse(_MAGIC.sub(r"\1pass", code))


def parse_file(path: Path) -> ast.Module:
    """The syntax tree of a Python file; raises SyntaxError (also for bytes that are not UTF-8) and OSError."""
    return ast.parse(path.read_bytes())


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names of all modules that the code imports: a.b for `from a import b`, .b for `from . import b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = "." * node.level + (f"{node.module}." if node.module else "")
            yield from (f"{package}{alias.name}" for alias in node.names)


def forbidden_imports(tree: ast.AST, allowed: Iterable[str]) -> list[str]:
    """The imported names that are neither in the standard library nor within one of the `allowed` modules."""
    prefixes = tuple(f"{module}." for module in (*allowed, *sys.stdlib_module_names))
    return [name for name in imported(tree) if not f"{name}.".startswith(prefixes)]
