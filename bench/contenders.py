"""Each way to grade the class: a function that prepares a folder, and one that is timed.

Every contender gets a fresh folder for each repeat and runs as a process of its own, so that its start-up counts once,
as it does when an instructor grades a class with one command. What was graded is read back afterwards: a contender
that was fast because it graded nothing would show in the scores.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import nbformat
from nbformat import NotebookNode

from autograder.course import Assignment, grade_id
from autograder.files import write_files
from bench.submissions import KINDS, Answers, InCellTest, filled_in

REPOSITORY = Path(__file__).resolve().parent.parent
HIDDEN = "### BEGIN HIDDEN TESTS\nimport numpy as np\nimport torch\n\n{source}\n\n{call}\n### END HIDDEN TESTS"
OTTER_TEST = """\
import numpy as np
import torch
from otter.test_files import test_case

OK_FORMAT = False
name = {exercise!r}
points = {points}


@test_case(points={points}, hidden=True)
{source}
"""


class BenchmarkError(Exception):
    """A contender did not do its work; the message holds what it printed."""


@dataclass(slots=True)
class Class:
    """What is graded: the assignment, its asserts for graders without a sandbox, and everyone's answers."""

    assignment: Assignment
    points: float  # that checks give, manual questions not counted
    tests: list[InCellTest]
    answers: dict[str, Answers] = field(default_factory=dict)

    def notebooks(self, release: NotebookNode) -> dict[str, NotebookNode]:
        return {student: filled_in(release, self.assignment, answers) for student, answers in self.answers.items()}


def run(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Runs a command to its end and returns what it printed; BenchmarkError with all of that where it failed."""
    result = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1800,
    )
    if result.returncode:
        raise BenchmarkError(f"{' '.join(command)} ended with exit code {result.returncode}:\n{result.stdout}")
    return result.stdout


def submit(notebooks: Mapping[str, NotebookNode], folder: Path, assignment: Assignment) -> None:
    data = assignment.data_files()
    for student, notebook in notebooks.items():
        place = folder / "submitted" / student / assignment.name
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{assignment.topic}.ipynb")
        write_files(place, data)


def written(assignment: Assignment, students: Iterable[str], folder: Path) -> list[float]:
    """When nbgrader's converter wrote each graded notebook, in seconds since the epoch."""
    name = Path(assignment.name, f"{assignment.topic}.ipynb")
    return [(folder / "autograded" / student / name).stat().st_mtime for student in students]


class Contender(ABC):
    """One way to grade the class."""

    title: ClassVar[str]

    @abstractmethod
    def prepare(self, klass: Class, folder: Path) -> None:
        """Writes what the contender needs into an empty folder; not timed."""

    @abstractmethod
    def grade(self, klass: Class, folder: Path) -> float | None:
        """Grades everyone; timed as a whole, unless it returns seconds of its own."""

    @abstractmethod
    def scores(self, klass: Class, folder: Path) -> dict[str, float] | None:
        """Automatic points of each student, read from what the contender wrote; None for one that does not grade."""

    def finished(self, klass: Class, folder: Path) -> list[float] | None:
        """When each submission was done, in seconds of any clock; None if not known."""
        return None

    def each(self, folder: Path) -> dict[str, float] | None:
        """Seconds of each student's submission without start-up, from what the contender wrote; None if not known."""
        return None

    def training(self, folder: Path) -> dict[str, float] | None:
        """Seconds of each submission in which the student's code trained for the checks; None if not known."""
        return None


class StockNbgrader(Contender):
    """`nbgrader autograde` as installed: one kernel a submission, asserts in the grade cells, no sandbox."""

    title = "stock nbgrader"

    def prepare(self, klass: Class, folder: Path) -> None:
        assignment = klass.assignment
        source = assignment.read_source()
        hidden = {f"{test.exercise}_check": test for test in klass.tests}
        for cell in source.cells:
            if (test := hidden.get(grade_id(cell) or "")) is not None:
                cell.source += "\n" + HIDDEN.format(source=test.source.rstrip(), call=test.call)
        place = folder / "source" / assignment.name
        place.mkdir(parents=True)
        nbformat.write(source, place / f"{assignment.topic}.ipynb")
        config = "c = get_config()\nc.CourseDirectory.course_id = 'bench'\nc.Execute.timeout = 300\n"
        (folder / "nbgrader_config.py").write_text(config)
        self._nbgrader(folder, "generate_assignment", assignment.name)
        release = nbformat.read(folder / "release" / assignment.name / f"{assignment.topic}.ipynb", as_version=4)
        submit(klass.notebooks(release), folder, assignment)

    def grade(self, klass: Class, folder: Path) -> None:
        self._nbgrader(folder, "autograde", klass.assignment.name)

    def scores(self, klass: Class, folder: Path) -> dict[str, float]:
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            return {
                student: float(gradebook.find_submission(klass.assignment.name, student).score)
                for student in klass.answers
            }

    def finished(self, klass: Class, folder: Path) -> list[float]:
        return written(klass.assignment, klass.answers, folder)

    @staticmethod
    def _nbgrader(folder: Path, *arguments: str) -> None:
        # A configuration folder of its own keeps the user's nbgrader settings out of the comparison.
        run([sys.executable, "-m", "nbgrader", *arguments], folder, {"JUPYTER_CONFIG_DIR": str(folder / "jupyter")})


class OtterRun(Contender):
    """What `otter run` calls for a submission, for the whole class in one process; no sandbox, tests in the kernel."""

    title = "otter run, one process for all"

    def prepare(self, klass: Class, folder: Path) -> None:
        tests = folder / "tests"
        tests.mkdir()
        for test in klass.tests:
            text = OTTER_TEST.format(exercise=test.exercise, points=test.points, source=test.source)
            (tests / f"{test.exercise}.py").write_text(text)
        run([sys.executable, "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip"], folder)
        submit(klass.notebooks(klass.assignment.read_release()), folder, klass.assignment)

    def grade(self, klass: Class, folder: Path) -> None:
        topic = f"{klass.assignment.topic}.ipynb"
        notebooks = [str(folder / "submitted" / s / klass.assignment.name / topic) for s in klass.answers]
        run([sys.executable, "-m", "bench.otter_class", str(folder), *notebooks], REPOSITORY)

    def scores(self, klass: Class, folder: Path) -> dict[str, float]:
        scores: list[float] = json.loads((folder / "scores.json").read_text())
        return dict(zip(klass.answers, scores, strict=True))

    def finished(self, klass: Class, folder: Path) -> list[float]:
        done: list[float] = json.loads((folder / "finished.json").read_text())
        return done


class Ours(Contender):
    """`autograder grade`: every submission in a jail, checks in another process, gradebook written."""

    title = "autograder grade"
    _prepared: ClassVar[set[str]] = set()

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.title = f"autograder grade --jobs {jobs}"  # type: ignore[misc]  # one title an instance

    def prepare(self, klass: Class, folder: Path) -> None:
        notebooks = klass.notebooks(klass.assignment.read_release())
        if klass.assignment.name not in self._prepared:
            # As after `autograder prepare`: what known mistakes answer is found out once, and not by this class.
            with tempfile.TemporaryDirectory(prefix="bench-") as place:
                submit(dict(itertools.islice(notebooks.items(), KINDS)), Path(place), klass.assignment)
                self._run(klass, Path(place))
            self._prepared.add(klass.assignment.name)
        submit(notebooks, folder, klass.assignment)

    def grade(self, klass: Class, folder: Path) -> None:
        self._run(klass, folder)

    def _run(self, klass: Class, folder: Path) -> None:
        run([sys.executable, "-m", "bench.our_class", klass.assignment.name, str(folder), str(self.jobs)], REPOSITORY)

    def scores(self, klass: Class, folder: Path) -> dict[str, float]:
        scores: dict[str, float] = self._graded(folder)["scores"]
        return scores

    def finished(self, klass: Class, folder: Path) -> list[float]:
        return written(klass.assignment, klass.answers, folder)

    def each(self, folder: Path) -> dict[str, float]:
        seconds: dict[str, float] = self._graded(folder)["seconds"]
        return seconds

    def training(self, folder: Path) -> dict[str, float] | None:
        seconds: dict[str, float] | None = self._graded(folder)["training"]
        return seconds

    @staticmethod
    def _graded(folder: Path) -> Any:
        return json.loads((folder / "graded.json").read_text())


class Floor(Contender):
    """No grading: the cells alone, in forks of one warm process; see `bench.floor`."""

    title = "floor: the cells alone, warm, no plot drawn, not graded"
    options: tuple[str, ...] = ()

    def prepare(self, klass: Class, folder: Path) -> None:
        submit(klass.notebooks(klass.assignment.read_release()), folder, klass.assignment)

    def grade(self, klass: Class, folder: Path) -> float:
        topic = f"{klass.assignment.topic}.ipynb"
        notebooks = [str(folder / "submitted" / s / klass.assignment.name / topic) for s in klass.answers]
        printed = run([sys.executable, "-m", "bench.floor", *self.options, *notebooks], REPOSITORY)
        result = json.loads(printed.splitlines()[-1])
        failed = dict(zip(klass.answers, result["failed_cells"], strict=True))
        if failed["reference"] != 0 or failed["release"] <= 0:  # a negative number is the signal that ended it
            raise BenchmarkError(f"the cells did not run as they must; failed cells: {failed}")
        (folder / "seconds.json").write_text(json.dumps(dict(zip(klass.answers, result["seconds"], strict=True))))
        return float(sum(result["seconds"]))

    def scores(self, klass: Class, folder: Path) -> None:
        return None

    def each(self, folder: Path) -> dict[str, float]:
        seconds: dict[str, float] = json.loads((folder / "seconds.json").read_text())
        return seconds


class WarmKernel(Floor):
    """No grading: the cells in a shell that captures their outputs and draws their plots, already started."""

    title = "the cells alone in a warm kernel, plots drawn, not graded"
    options = ("--drawn",)
