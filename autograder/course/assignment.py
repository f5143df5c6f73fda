"""The course on disk: assignments, their exercises and points, read from the source notebooks.

A course root is the folder that holds `nbgrader_config.py`. An assignment `NN_topic` is the notebook
`source/NN_topic/topic.ipynb`; what an exercise is and what it is worth is read from that notebook's nbgrader metadata
and from nowhere else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.course.config import CONFIG, checks_of
from autograder.course.notebook import grade_id, read_notebook, unmarked
from autograder.errors import UserError

__all__ = ["Assignment", "Exercise", "find_root", "grade_id", "load", "names", "read_notebook"]

CHECK_SUFFIX = "_check"
IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback")  # nbgrader's CourseDirectory.ignore

_NAME = re.compile(r"\d\d_(?P<topic>[A-Za-z]\w*)")


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing that earns points.

    `answer_id` is the grade_id of the cell the student fills in, `check_id` that of the cell that carries the points; a
    manual exercise is one cell, and both are its id.
    """

    id: str
    points: float
    manual: bool
    answer_id: str
    check_id: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of the course at `root`; exercises are in notebook order.

    `checks_dir` holds its hidden checks, wheats and chaffs: one folder an exercise.
    """

    name: str
    topic: str
    root: Path
    exercises: tuple[Exercise, ...]
    checks_dir: Path

    @property
    def source_dir(self) -> Path:
        return self.root / "source" / self.name

    @property
    def release_dir(self) -> Path:
        return self.root / "release" / self.name

    @property
    def solution_dir(self) -> Path:
        return self.root / "solutions" / self.name

    @property
    def notebook_path(self) -> Path:
        return self.source_dir / f"{self.topic}.ipynb"

    @property
    def release_path(self) -> Path:
        return self.release_dir / f"{self.topic}.ipynb"

    @property
    def solution_path(self) -> Path:
        return self.solution_dir / f"{self.topic}.ipynb"

    def check_file(self, exercise: str) -> Path:
        """Where the hidden checks of an exercise lie; what it shares with others is in `checks_dir`/common.py."""
        return self.checks_dir / exercise / "checks.py"

    def check_files(self) -> list[Path]:
        """The files of hidden checks that there are, in the notebook's order."""
        paths = (self.check_file(exercise.id) for exercise in self.exercises if not exercise.manual)
        return [path for path in paths if path.is_file()]

    def checks_files(self) -> list[Path]:
        """Every file of the hidden checks, hidden data included, sorted."""
        found = (path for path in self.checks_dir.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        return sorted(found)

    @property
    def max_score(self) -> float:
        return math.fsum(exercise.points for exercise in self.exercises)

    def checked_exercises(self, only: Collection[str] | None = None) -> list[Exercise]:
        """The exercises that checks grade, in the notebook's order, or those named in `only`.

        Raises UserError for a name that is none of them: a slip must not look like a measurement.
        """
        graded = [exercise for exercise in self.exercises if not exercise.manual]
        known = [exercise.id for exercise in graded]
        if unknown := sorted(set(only or ()) - set(known)):
            raise UserError(
                f"{self.name} has no exercise {unknown[0]!r} that is graded by checks; it has {', '.join(known)}"
            )
        return [exercise for exercise in graded if only is None or exercise.id in only]

    def read_source(self) -> NotebookNode:
        """The source notebook; raises UserError as `read_notebook`."""
        return read_notebook(self.notebook_path)

    def read_release(self) -> NotebookNode:
        """The notebook that students get, as it lies in release/; raises UserError as `read_notebook`."""
        if not self.release_path.exists():
            raise UserError(f"{self.release_path}: not built yet: run `autograder build {self.name}`")
        return unmarked(read_notebook(self.release_path))

    def declared_data(self) -> tuple[str, ...]:
        """Data files (relative paths) declared in the source notebook's metadata, `{"autograder": {"data": [...]}}`."""
        return self._declared_names("data", "file names", "digits.csv")

    def declared_packages(self) -> tuple[str, ...]:
        """Packages beside the course's usual ones that the notebook declares, `{"autograder": {"packages": [...]}}`."""
        return self._declared_names("packages", "package names", "safetensors")

    def declared_limits(self) -> Mapping[str, float]:
        """Limits of the sandbox that differ for this assignment, `{"autograder": {"limits": {"check_seconds": 60}}}`.

        The names are those of `autograder.boundary.jail.Limits`, which `engine.limits.limits_of` holds them against.
        """
        limits = self._settings().get("limits", {})
        fits = isinstance(limits, dict) and all(
            isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf
            for value in limits.values()
        )
        if not fits:
            raise UserError(
                f"{self.notebook_path}: the notebook's metadata `autograder.limits` must map names to positive "
                'numbers, as in {"autograder": {"limits": {"check_seconds": 60}}}'
            )
        return dict(limits)

    def checked_together(self) -> bool:
        """Whether exercises are first checked in one process, at the notebook's end: worth it where cells are quick.

        `{"autograder": {"checked_together": true}}` in the notebook's metadata; see `autograder.engine.together`.
        """
        declared = self._settings().get("checked_together", False)
        if not isinstance(declared, bool):
            raise UserError(
                f"{self.notebook_path}: the notebook's metadata `autograder.checked_together` must be true or false"
            )
        return declared

    def _declared_names(self, key: str, kind: str, example: str) -> tuple[str, ...]:
        found = self._settings().get(key, [])
        if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
            raise UserError(
                f"{self.notebook_path}: the notebook's metadata `autograder.{key}` must be a list of {kind}, "
                f'as in {{"autograder": {{"{key}": ["{example}"]}}}}'
            )
        return tuple(found)

    def _settings(self) -> Mapping[str, Any]:
        own = self.read_source().metadata.get("autograder", {})
        if not isinstance(own, dict):
            raise UserError(
                f"{self.notebook_path}: the notebook's metadata `autograder` must be a mapping with `data`, `packages` "
                'or `limits`, as in {"autograder": {"data": ["digits.csv"]}}'
            )
        return own

    def data_files(self) -> Mapping[str, bytes]:
        """The declared data files' contents by relative path, as a submission finds them beside its notebook."""
        contents = {}
        for name in self.declared_data():
            try:
                contents[name] = (self.source_dir / name).read_bytes()
            except OSError as error:
                raise UserError(
                    f"{self.source_dir / name}: cannot read this declared data file ({error.strerror}): restore it, or "
                    f"take it out of `autograder.data` in the metadata of {self.notebook_path.name}"
                ) from None
        return contents


def find_root(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` (default: the current one) that holds nbgrader_config.py.

    Raises UserError where there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise UserError(f"{start}: no {CONFIG} here or in any folder above: run the command inside the course folder")


def names(root: Path) -> list[str]:
    """The names of all assignments under `root` that have a source notebook, sorted."""
    return sorted(
        folder.name
        for folder in (root / "source").glob("*/")
        if (match := _NAME.fullmatch(folder.name)) and (folder / f"{match['topic']}.ipynb").is_file()
    )


def load(root: Path, name: str) -> Assignment:
    """The assignment called `name`.

    Raises UserError for a name the course does not have, a notebook that cannot be read, and metadata that does not say
    which exercises there are.
    """
    known = names(root)
    if name not in known:
        listing = ", ".join(known) if known else "none: there is no source/NN_topic/topic.ipynb"
        raise UserError(f"{name!r} is not an assignment of {root}; the assignments are: {listing}")
    topic = name.partition("_")[2]
    path = root / "source" / name / f"{topic}.ipynb"
    return Assignment(name, topic, root, tuple(_exercises(path, read_notebook(path))), checks_of(root) / name)


def _exercises(path: Path, notebook: NotebookNode) -> Iterator[Exercise]:
    seen: set[str] = set()
    answers: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        meta = cell.metadata.get("nbgrader")
        if meta is None:
            continue
        name = grade_id(cell)
        if name is None:
            raise UserError(f"{path}: cell {index} has nbgrader metadata without a grade_id: give it one")
        if name in seen:
            raise UserError(f"{path}: two cells have the grade_id {name!r}: every grade_id must be unique")
        seen.add(name)
        grade, solution = bool(meta.get("grade")), bool(meta.get("solution"))
        if solution and not grade:
            answers.add(name)
        elif grade and solution:
            yield Exercise(name, _points(path, name, meta), manual=True, answer_id=name, check_id=name)
        elif grade:
            exercise = exercise_of(cell)
            if exercise == name:
                raise UserError(f"{path}: the grade cell {name!r} must be called <exercise>{CHECK_SUFFIX}: rename it")
            if exercise not in answers:
                raise UserError(
                    f"{path}: the grade cell {name!r} has no answer cell before it: "
                    f"give the answer cell the grade_id {exercise!r}, or rename the grade cell"
                )
            yield Exercise(exercise, _points(path, name, meta), manual=False, answer_id=exercise, check_id=name)


def exercise_of(cell: NotebookNode) -> str:
    """The exercise that a grade cell has the points of; one that a person grades is called as its cell."""
    name = str(grade_id(cell))
    return name if cell.metadata["nbgrader"].get("solution") else name.removesuffix(CHECK_SUFFIX)


def _points(path: Path, name: str, meta: Mapping[str, Any]) -> float:
    points = meta.get("points")
    if isinstance(points, bool) or not isinstance(points, int | float) or not math.isfinite(points):
        raise UserError(f"{path}: the cell {name!r} has the points {points!r}: set a number in its nbgrader metadata")
    return float(points)
