"""A known mistake from somebody's answer: what the answer cell says, without whoever wrote it."""

import ast
import stat
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.course.lenient import read_leniently
from autograder.course.notebook import MAX_BYTES, grade_id
from autograder.errors import UserError
from autograder.files import write_files

_HINT = '"""FILL IN: what is the mistake? One or two sentences that make one think, and do not give the answer away."""'


_MOST_SOURCE = 100_000  # characters: parsed, a source takes hundreds of times its length


def new_chaff(assignment: Assignment, exercise: str, notebook: Path, name: str) -> Path:
    """Write the answer of a submitted `notebook` to an exercise as chaff `name`, and return its path.

    Comments and docstrings, in which people say who they are, are left out; names of variables stay. Raises UserError
    for an unknown exercise, a name that is taken or is none in Python, a notebook that cannot be read or lacks the
    answer, and an answer that is no Python.
    """
    (found,) = assignment.checked_exercises([exercise])
    path = assignment.checks_dir / exercise / "chaffs" / f"{name}.py"
    if not name.isidentifier():
        raise UserError(f"{name!r} cannot be a chaff: its name is a Python name that says the mistake, as off_by_one")
    if path.exists():
        raise UserError(f"{path}: there is a chaff of this name already: choose another")
    cells = read_leniently(notebook, _bytes(notebook)).notebook.cells
    sources = [cell.source for cell in cells if grade_id(cell) == found.answer_id]
    if not sources:
        raise UserError(f'{notebook}: the answer cell "{found.answer_id}" is not in it')
    write_files(path.parent, {path.name: f"{_HINT}\n\n\n{_anonymous(sources[0], notebook)}\n".encode()})
    return path


def _bytes(notebook: Path) -> bytes:
    try:
        status = notebook.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            raise UserError(f"{notebook}: is no ordinary file, or larger than a notebook can be")
        return notebook.read_bytes()
    except OSError as error:
        raise UserError(f"{notebook}: cannot be read ({error.strerror})") from None


def _anonymous(source: str, notebook: Path) -> str:
    if len(source) > _MOST_SOURCE:
        raise UserError(f"{notebook}: the answer is longer than {_MOST_SOURCE:,} characters")
    try:
        return _without_texts(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise UserError(f"{notebook}: the answer is no Python, so there is nothing to recognise: {problem}") from None


def _without_texts(tree: ast.Module) -> str:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            body = [part for part in node.body if not _is_text(part)]
            node.body = body or ([] if isinstance(node, ast.Module) else [ast.Pass()])
    return ast.unparse(tree)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
