"""Both graders behind one kind of result: points and passed checks, by exercise."""

import os
import signal
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.course import Assignment
from autograder.engine.engine import Engine
from autograder.engine.report import Status

_LONGEST = 1500  # seconds that otter may take for one notebook
_REASON = "course grading: "  # what the judge writes on standard error before it gives up


@dataclass(frozen=True, slots=True)
class Found:
    """Points of one exercise, None where it could not be graded, and for each check whether it passed."""

    score: float | None
    passed: tuple[bool, ...]


Scores = Mapping[str, Found]


class Ours:
    """This course's engine, in its sandbox; failed checks are not explained, which changes no score."""

    def __init__(self, assignment: Assignment) -> None:
        self._engine = Engine(assignment, remember=False)
        self._engine.diagnoses.explain = lambda exercise, trials: trials  # type: ignore[method-assign]

    def grade(self, notebook: NotebookNode) -> Scores:
        report = self._engine.grade(notebook).report
        return {
            result.id: Found(result.score, tuple(check.status is Status.PASSED for check in result.checks))
            for result in report.exercises
            if result.status is not Status.MANUAL
        }

    def close(self) -> None:
        self._engine.close()


class Otter:
    """`otter.api.grade_submission`, which is what `otter run` calls, in a fresh process for each notebook."""

    def __init__(self, archive: Path, topic: str, jobs: int) -> None:
        context: Any = get_context("forkserver")
        context.set_forkserver_preload(["otter.api"])
        self._pool = ProcessPoolExecutor(jobs, mp_context=context, max_tasks_per_child=1)
        self._archive, self._topic = archive, topic

    def grade(self, notebook: NotebookNode) -> "Future[Scores]":
        return self._pool.submit(_through_otter, self._archive, self._topic, nbformat.writes(notebook))

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def _through_otter(archive: Path, topic: str, text: str) -> Scores:
    from otter.api import grade_submission

    def too_long(*_: Any) -> None:
        raise TimeoutError(f"otter had not finished after {_LONGEST} s")

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(_LONGEST)
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        path = Path(folder) / f"{topic}.ipynb"
        path.write_text(text, encoding="utf-8")
        os.chdir(folder)
        with tempfile.TemporaryFile() as said:  # every kernel warns of this and that
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            try:
                results = grade_submission(str(path), str(archive), quiet=True)
            except Exception as error:
                said.seek(0)
                reasons = [line for line in said.read().decode(errors="replace").splitlines() if _REASON in line]
                raise RuntimeError("; ".join([str(error).strip().partition("\n")[0], *reasons])) from None
        os.chdir("/")
    if results.catastrophic_error is not None:
        raise RuntimeError(f"otter could not grade: {results.catastrophic_error}")
    # The first case of every file is the visible tests, which are worth nothing.
    return {
        name: Found(float(file.score), tuple(case.passed for case in file.test_case_results[1:]))
        for name, file in results.results.items()
    }
