"""Source notebooks to what students get (release/) and to the reference (solutions/).

The release is made by nbgrader's own preprocessors, in the order and with the settings that `nbgrader
generate_assignment` uses for this course, only without its database: both give the same bytes.
"""

from __future__ import annotations

import contextlib
import difflib
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearMarkScheme,
    ClearOutput,
    LockCells,
    NbGraderPreprocessor,
    SaveCells,
)
from nbgrader.utils import find_all_files
from traitlets.config import Config

from autograder.course import IGNORED, Assignment
from autograder.course.broken_code import KeepSolutions
from autograder.course.config import read_config
from autograder.course.notebook import unmarked
from autograder.course.shared_files import shared_files
from autograder.errors import UserError
from autograder.files import write_whole

# As in `c.GenerateSolution.preprocessors`. nbgrader's default executes the reference too, and outputs (timings,
# addresses, last digits, plots) would make the committed solutions differ from machine to machine.
SOLUTION_PREPROCESSORS: list[type[NbGraderPreprocessor]] = [
    LockCells,
    ClearOutput,
    ClearMarkScheme,
    KeepSolutions,
    CheckCellMetadata,
]


def build(assignment: Assignment, check: bool = False) -> list[str]:
    """Bring release/ and solutions/ of one assignment up to date with its source, and what it shares with others.

    Returns one diff for each generated file that was stale: missing, different, or not made from the source. With
    `check` nothing is written. Raises UserError where the source cannot be built.
    """
    shared = shared_files(assignment)
    wanted: dict[Path, bytes | None] = {**shared}
    for folder, expected in _outputs(assignment, shared).items():
        wanted |= {path: expected.get(path) for path in expected.keys() | set(files_below(folder))}
    diffs = []
    for path, new in sorted(wanted.items()):
        old = path.read_bytes() if path.is_file() else None
        if old == new:
            continue
        diffs.append(_diff(path.relative_to(assignment.root), old, new))
        if check:
            continue
        if new is None:
            path.unlink()
        else:
            write_whole(path, new)
    return diffs


def release_text(assignment: Assignment) -> str:
    """The release notebook's file contents, made from the source; raises UserError where that is not possible."""
    config = read_config(assignment.root)
    coursedir = CourseDirectory(root=str(assignment.root), config=config, log=_quiet())
    converter = GenerateAssignment(coursedir=coursedir, config=config, log=_quiet())
    # SaveCells only records the cells in the gradebook; it leaves the notebook alone.
    steps = [step for step in converter.preprocessors if step not in (SaveCells, "nbgrader.preprocessors.SaveCells")]
    return _convert(assignment, steps, converter.config)


def release_notebook(assignment: Assignment) -> NotebookNode:
    """The release notebook, made from the source; raises UserError as `release_text`."""
    return unmarked(nbformat.reads(release_text(assignment), as_version=4))


def solution_text(assignment: Assignment) -> str:
    """The reference notebook's file contents: no markers, no outputs; raises UserError as `release_text`."""
    return _convert(assignment, SOLUTION_PREPROCESSORS, read_config(assignment.root))


def _outputs(assignment: Assignment, shared: Mapping[Path, bytes]) -> dict[Path, dict[Path, bytes]]:
    """Expected contents by file, by generated folder; `shared` files are as they must be, whatever lies there."""
    contents = {**{path: path.read_bytes() for path in _data_paths(assignment)}, **shared}
    data = {path.relative_to(assignment.source_dir): content for path, content in contents.items()}
    return {
        assignment.release_dir: {assignment.release_path: release_text(assignment).encode()}
        | {assignment.release_dir / name: content for name, content in data.items()},
        assignment.solution_dir: {assignment.solution_path: solution_text(assignment).encode()}
        | {assignment.solution_dir / name: content for name, content in data.items()},
    }


def _data_paths(assignment: Assignment) -> Iterator[Path]:
    """What nbgrader copies: all files of the source folder but the notebook; raises UserError for a second notebook."""
    for path in files_below(assignment.source_dir):
        if path == assignment.notebook_path:
            continue
        if path.suffix == ".ipynb":
            raise UserError(
                f"{path}: an assignment is one notebook, {assignment.notebook_path.name}: move this one out of "
                f"source/{assignment.name}/, or nbgrader would release it too"
            )
        yield path


def files_below(folder: Path) -> list[Path]:
    """All files in a folder and its folders, sorted, without those that nbgrader leaves alone."""
    return sorted(Path(path) for path in find_all_files(str(folder), list(IGNORED)))


def _convert(assignment: Assignment, steps: Sequence[type[NbGraderPreprocessor]], config: Config) -> str:
    config = Config(config)
    config.Exporter.default_preprocessors = []  # as nbgrader does: nbconvert's own steps stay out
    # A logger of its own, without a handler: what nbgrader would log before it raises is in the exception.
    exporter = NotebookExporter(config=config, log=_quiet())
    for step in steps:
        exporter.register_preprocessor(step)
    resources = {"metadata": {"name": assignment.topic, "path": str(assignment.source_dir)}}
    notebook = assignment.read_source()
    try:
        with contextlib.chdir(assignment.root):  # nbgrader works there; paths in its settings are relative to it
            text, _ = exporter.from_notebook_node(notebook, resources=resources)
    except Exception as error:  # nbgrader raises RuntimeError, ValueError, ValidationError and plain Exception
        reason = str(error).strip().partition("\n")[0][:300]
        raise UserError(
            f"{assignment.notebook_path}: nbgrader cannot convert it ({reason}): "
            f"run `autograder lint {assignment.name}`, which names the cell"
        ) from error
    return str(text)


def _quiet() -> logging.Logger:
    logger = logging.Logger("nbgrader")
    logger.addHandler(logging.NullHandler())
    return logger


def _diff(name: Path, old: bytes | None, new: bytes | None) -> str:
    """A unified diff from what is committed to what the source gives."""
    if new is None:
        return f"{name}: not made from the source\n"
    if old is None:
        return f"{name}: missing\n"
    try:
        before, after = old.decode().splitlines(), new.decode().splitlines()
    except UnicodeDecodeError:
        return f"{name}: binary files differ\n"
    lines = difflib.unified_diff(before, after, f"committed/{name}", f"built/{name}", lineterm="")
    return "\n".join(lines) + "\n"
