"""Rules against leaks: nothing that students get holds an answer, a hidden check or anything undeclared.

They look at the release as the source gives it and, where one is committed, at that one too.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from autograder.course import Assignment
from autograder.course.broken_code import broken_lines
from autograder.course.build import files_below, release_notebook
from autograder.course.lint.problem import Problem, relative
from autograder.course.lint.source import is_check, is_manual, named_cells, trusted_files
from autograder.course.opening import EXERCISES, VALIDATING
from autograder.course.opening import FILES as BRINGING_FILES
from autograder.course.requirements import FILES
from autograder.errors import UserError

MIN_LENGTH = 12  # shorter lines (`return x`, `else:`) say nothing and are everywhere

_MARKERS = re.compile(
    r"\b(BEGIN|END) (SOLUTION|BROKEN|HIDDEN TESTS|MARK SCHEME)\b",
)


def no_solution_lines(assignment: Assignment) -> Iterator[Problem]:
    """No line of a solution stands in the release, not in a hint either; lines of given code are no secret."""
    source = assignment.read_source()
    secrets = set(_solution_lines(source)) - set(_given_code(source))
    yield from _leaks(_releases(assignment), secrets, "the reference solution")


def no_wheats_or_chaffs(assignment: Assignment) -> Iterator[Problem]:
    """No line of another right answer, or of a mistake and its diagnosis, stands in the release."""
    given = set(_given_code(assignment.read_source()))
    releases = list(_releases(assignment))
    for path in sorted(assignment.checks_dir.glob("*/*/*.py")):
        yield from _leaks(releases, set(_code_lines(path)) - given, f"{path.parent.name}/{path.name}")


def no_check_lines(assignment: Assignment) -> Iterator[Problem]:
    """No line of a hidden check stands in the release, in a visible assert least of all.

    What given code outside the grade cells says too (`loss.backward()`) is no check's own.
    """
    given = set(_given_code(assignment.read_source(), but=is_check))
    releases = list(_releases(assignment))
    for path in trusted_files(assignment):
        name = path.relative_to(assignment.checks_dir).as_posix()
        yield from _leaks(releases, set(_code_lines(path)) - given, name)


def _leaks(releases: Iterable[tuple[Path, NotebookNode]], secrets: Iterable[str], origin: str) -> Iterator[Problem]:
    secrets = sorted(secrets)
    for file, notebook in releases:
        for name, cell in named_cells(notebook):
            lines = [_normal(line) for text in _strings(cell) for line in text.splitlines()]
            # Code leaks whole line by whole line; in prose a line of code can be quoted in the middle of another.
            shown = "\n".join(lines) if cell.cell_type == "markdown" else f"\n{chr(10).join(lines)}\n"
            for secret in secrets:
                if (secret if cell.cell_type == "markdown" else f"\n{secret}\n") in shown:
                    yield Problem(file, name, f"it shows {secret[:60]!r} from {origin}", "reword it, or build again")


def _solution_lines(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        inside = whole = is_manual(cell) and "BEGIN SOLUTION" not in cell.source  # then all of it is the model answer
        for line in cell.source.splitlines():
            if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
                inside = "BEGIN" in line
            elif inside or whole:
                yield from _worth_hiding(line)


def _given_code(notebook: NotebookNode, but: Callable[[NotebookNode], bool] | None = None) -> Iterator[str]:
    for text in (BRINGING_FILES, VALIDATING, EXERCISES):  # with which every release of every course opens
        for line in text.splitlines():
            yield from _worth_hiding(line)
    for cell in notebook.cells:
        if cell.cell_type != "code" or (but is not None and but(cell)):
            continue
        with contextlib.suppress(RuntimeError):  # broken_code_is_marked reports it
            for line in broken_lines(cell.source):
                yield from _worth_hiding(line)
        inside = False
        for line in cell.source.splitlines():
            if "BEGIN SOLUTION" in line or "END SOLUTION" in line:
                inside = "BEGIN" in line
            elif not inside:
                yield from _worth_hiding(line)


def _code_lines(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8", errors="replace").splitlines():
        if not line.lstrip().startswith(("import ", "from ")):
            yield from _worth_hiding(line)


def _worth_hiding(line: str) -> Iterator[str]:
    normal = _normal(line)
    if len(normal) >= MIN_LENGTH:
        yield normal


def _normal(line: str) -> str:
    return " ".join(line.split())


def no_markers(assignment: Assignment) -> Iterator[Problem]:
    """No marker of a solution, a hidden test or a mark scheme is left: what it enclosed may be left too."""
    for file, notebook in _releases(assignment):
        for name, cell in named_cells(notebook):
            if match := _MARKERS.search(cell.source):
                yield Problem(file, name, f"the marker {match.group()!r} is left", "let it pair up in source/")


def no_outputs(assignment: Assignment) -> Iterator[Problem]:
    """No outputs: they were made with the solutions."""
    for file, notebook in _releases(assignment):
        for name, cell in named_cells(notebook):
            if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
                yield Problem(file, name, "the cell has outputs", "run `autograder build`")


def no_attachments(assignment: Assignment) -> Iterator[Problem]:
    """No attachments: nbgrader leaves a solution's pictures in the release when it removes its text."""
    for file, notebook in _releases(assignment):
        for name, cell in named_cells(notebook):
            if cell.get("attachments"):
                yield Problem(file, name, "the cell has an attachment", "declare a data file instead")


def only_declared_files(assignment: Assignment) -> Iterator[Problem]:
    """Beside the notebook lie the declared data files, all of them and nothing else but what students install."""
    declared = set(assignment.declared_data())
    for folder in (assignment.source_dir, assignment.release_dir):
        if not folder.is_dir():
            continue
        found = {path.relative_to(folder).as_posix(): path for path in files_below(folder)}
        found.pop(assignment.notebook_path.name, None)
        for name in sorted(found.keys() - declared - set(FILES)):
            yield Problem(
                relative(assignment, found[name]),
                None,
                "students would get this file, and the notebook does not declare it",
                'remove it, or add it to the notebook\'s metadata, {"autograder": {"data": [...]}}',
            )
        for name in sorted(declared - found.keys()):
            file = relative(assignment, folder / name)
            yield Problem(file, None, "the notebook declares this data file", "add it and run `autograder build`")


def no_check_files(assignment: Assignment) -> Iterator[Problem]:
    """No file in release/, under whatever name, is one of the hidden checks or of their hidden data."""
    secret = {path.read_bytes(): path for path in assignment.checks_files() if path.stat().st_size}
    for path in files_below(assignment.release_dir):
        if original := secret.get(path.read_bytes()):
            yield Problem(
                relative(assignment, path), None, f"it is a copy of {original.name} of the hidden checks", "remove it"
            )


def _releases(assignment: Assignment) -> Iterator[tuple[Path, NotebookNode]]:
    """The release that the source gives and, where it is another one, the committed release."""
    built: NotebookNode | None = None
    try:
        built = release_notebook(assignment)
        yield relative(assignment, assignment.notebook_path), built
    except UserError:
        pass  # release_can_be_built reports it
    if assignment.release_path.is_file() and (committed := assignment.read_release()) != built:
        yield relative(assignment, assignment.release_path), committed


def _strings(node: object) -> Iterator[str]:
    """Every text in the cell: source, outputs, attachments, metadata."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value)


RULES = (
    no_solution_lines,
    no_wheats_or_chaffs,
    no_check_lines,
    no_markers,
    no_outputs,
    no_attachments,
    only_declared_files,
    no_check_files,
)
