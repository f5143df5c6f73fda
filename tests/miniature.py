"""A course of one small assignment, and an engine that judges answers by a word in them: for tests of the bookkeeping.

The words an answer may hold: RIGHT (full marks), HALF (one of two checks), SLOW (waits a second), and for faults of
ours FAULT (the exercise has status error), BROKEN (the engine raises), DEAD (the process dies), DEAD_ONCE:<file>
(dies unless the file exists, and makes it).
"""

import functools
import math
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.classroom.executor import Executor, Fault, Job, Outcome, Refused, grade_one, unreadable
from autograder.classroom.pool import Pool
from autograder.classroom.submission import Submission, pack
from autograder.course import Assignment, load
from autograder.engine.report import CheckResult, ExerciseResult, Graded, Report, Status, exercise_score
from autograder.errors import GradingError, UserError

NAME = "01_mini"
CONFIG = (Path(__file__).parents[1] / "nbgrader_config.py").parent


def marked(kind: str, source: str, grade_id: str, **own: object) -> NotebookNode:
    """A cell with nbgrader metadata, with its grade id for cell id."""
    make = new_markdown_cell if kind == "markdown" else new_code_cell
    metadata = {
        "grade": False,
        "locked": False,
        "solution": False,
        "task": False,
        "schema_version": 3,
        "grade_id": grade_id,
    }
    return make(source, id=grade_id, metadata={"nbgrader": metadata | own})


def answer_cell(name: str) -> NotebookNode:
    body = f"def {name}(x):\n    ### BEGIN SOLUTION\n    return x  # RIGHT\n    ### END SOLUTION"
    return marked("code", body, name, solution=True)


def source_notebook() -> NotebookNode:
    cells = [
        new_markdown_cell("# Miniature", id="title"),
        marked("code", "import math", "setup", locked=True),
        answer_cell("double"),
        marked("code", "assert double(1) == 2", "double_check", grade=True, locked=True, points=3),
        new_code_cell("print('between')", id="between"),
        answer_cell("triple"),
        marked("code", "assert triple(1) == 3", "triple_check", grade=True, locked=True, points=1),
        marked("markdown", "Because it is.", "double_why", grade=True, solution=True, points=2),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return new_notebook(cells=cells, metadata=kernel | {"language_info": {"name": "python"}})


def make_course(root: Path) -> Assignment:
    """Write the course with its release; its configuration is the repository's own."""
    folder = root / "source" / NAME
    folder.mkdir(parents=True)
    nbformat.write(source_notebook(), folder / "mini.ipynb")
    (root / "nbgrader_config.py").write_text(f"load_subconfig('nbgrader_config.py', path={str(CONFIG)!r})\n")
    from autograder.course.build import build  # imports nbgrader: not for every grading process

    assignment = load(root, NAME)
    build(assignment)
    return assignment


def answered(
    assignment: Assignment, *, double: str = "RIGHT", triple: str = "RIGHT", why: str | None = None
) -> NotebookNode:
    """The release with the exercises answered by these words; None leaves an answer untouched."""
    notebook = assignment.read_release()
    for cell in notebook.cells:
        word = {"double": double, "triple": triple}.get(cell.id)
        if word:
            cell.source = f"def {cell.id}(x):\n    return x  # {word}"
        if cell.id == "double_why" and why is not None:
            cell.source = why
    return notebook


def submit(assignment: Assignment, student: str, notebook: NotebookNode | str | None, name: str = "mini.ipynb") -> Path:
    """Hand in a notebook (or any text in its place, or nothing); returns the folder."""
    folder = assignment.root / "submitted" / student / assignment.name
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, str):
        (folder / name).write_text(notebook)
    elif notebook is not None:
        nbformat.write(notebook, folder / name)
    return folder


class WordEngine:
    """Has the interface of the engine."""

    def __init__(self, assignment: Assignment, **options: object) -> None:
        self.assignment, self.options = assignment, options

    def grade(
        self, notebook: NotebookNode, *, files: Mapping[str, bytes] | None = None, within: float = math.inf
    ) -> Graded:
        sources = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in notebook.cells}
        results = []
        for exercise in self.assignment.exercises:
            if exercise.manual:
                results.append(ExerciseResult(exercise.id, None, exercise.points, Status.MANUAL, ()))
                continue
            results.append(self._judge(exercise.id, exercise.points, sources.get(exercise.id, "")))
        outputs = tuple(
            [self._output(cell, files or {})] if cell.cell_type == "code" else [] for cell in notebook.cells
        )
        report = Report(self.assignment.name, tuple(results), sandbox="none", seed=0, versions={}, seconds=0.01)
        return Graded(report=report, outputs=outputs, waited=0.01)

    def close(self) -> None:
        pass

    def _judge(self, name: str, points: float, source: str) -> ExerciseResult:
        if "SLOW" in source:
            time.sleep(1)
        if "BROKEN" in source:
            raise GradingError("the sandbox would not start")
        if once := re.search(r"DEAD_ONCE:(\S+)", source):
            if not os.path.exists(once[1]):
                Path(once[1]).touch()
                os._exit(9)
        elif "DEAD" in source:
            os._exit(9)
        if "FAULT" in source:
            return ExerciseResult(name, None, points, Status.ERROR, (), message="a check of ours failed")
        passed = 2 if "RIGHT" in source or "DEAD_ONCE" in source or "SLOW" in source else 1 if "HALF" in source else 0
        checks = tuple(
            CheckResult(f"test_{name}_{n}", f"{name} check {n}", Status.PASSED if n < passed else Status.FAILED, 1.0)
            for n in range(2)
        )
        score, status = exercise_score(points, checks)
        return ExerciseResult(name, score, points, status, checks)

    def _output(self, cell: NotebookNode, files: Mapping[str, bytes]) -> dict[str, object]:
        stderr = "RuntimeWarning: loud" if "WARNS" in cell.source else f"{len(files)} files"
        return {"output_type": "stream", "name": "stderr", "text": stderr}


class NoEngine:
    """An engine that cannot be started."""

    def __init__(self, assignment: Assignment, **options: object) -> None:
        raise GradingError("bwrap is missing")


def grade_in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `grade` use no worker processes and nbgrader no program to make a gradebook: seconds each, in every test."""

    def grade_all(submissions: Sequence[Submission], job: Job, executor: Executor, **_: object) -> Iterator[Outcome]:
        grader, assignment = job.make_grader(job.assignment), job.assignment
        release = assignment.read_release()
        for submission in submissions:
            try:
                yield grade_one(pack(submission, assignment), assignment, release, grader)
            except UserError as error:
                yield Refused(submission, str(error))
            except OSError as error:
                yield Refused(submission, unreadable(submission, error))
            except GradingError as error:
                yield Fault(submission, str(error))

    monkeypatch.setattr("autograder.classroom.grade.grade_all", grade_all)
    no_head_start(monkeypatch)
    import nbgrader.api  # not for every grading process

    version = _alembic_version()
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", lambda: version)


def no_head_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pool that is opened start no process before it has a submission for it."""
    opened = Pool.open
    monkeypatch.setattr(Pool, "open", lambda pool, job, likely=0: opened(pool, job))


@functools.cache
def _alembic_version() -> str:
    from nbgrader.api import get_alembic_version

    with pytest.MonkeyPatch.context() as patch:  # nbgrader runs the program `alembic`
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        return str(get_alembic_version())
