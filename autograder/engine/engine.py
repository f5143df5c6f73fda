"""Grading one submission: run it in the sandbox, check it, and say what was found."""

import contextlib
import math
import platform
import time
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any

import numpy as np
import pytest
import torch
from nbformat.notebooknode import NotebookNode

import autograder
from autograder.boundary import mishap
from autograder.boundary.jail import Limits
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.starting import Zygote
from autograder.course import Assignment, Exercise
from autograder.course.imports import imports
from autograder.course.seed import Seed
from autograder.engine.chaff_memory import ChaffMemory
from autograder.engine.checking import Checking
from autograder.engine.checks import Check, collect, notebook_seed, pytest_arguments
from autograder.engine.company import counted
from autograder.engine.device import Device
from autograder.engine.diagnose import Diagnoses, established
from autograder.engine.head_start import hidden_from_students
from autograder.engine.judge import is_stub
from autograder.engine.judged import Judged, Trial
from autograder.engine.limits import limits_of
from autograder.engine.loading import load_checks
from autograder.engine.notebook_run import NotebookRun
from autograder.engine.plan import plan
from autograder.engine.plugin import GradingPlugin
from autograder.engine.reference import Reference
from autograder.engine.report import (
    MISSING,
    UNANSWERED,
    CheckResult,
    ExerciseResult,
    Graded,
    Report,
    Status,
    exercise_score,
)
from autograder.errors import GradingError, Overdue
from autograder.files import laid_over

Trials = Mapping[str, dict[str, Trial]]
"""By exercise and check."""


class Engine:
    """Grades submissions of one assignment, one after the other, in one sandbox. Not for use by several threads."""

    def __init__(
        self,
        assignment: Assignment,
        *,
        seed: int | Seed = 0,
        limits: Limits | None = None,
        remember: bool = True,
        device: str | None = None,
        draw_all: bool = False,
        begun: Zygote | None = None,
    ) -> None:
        """Random inputs derive from `seed`; reports name it unless it is secret. `device` adds the checks that need it.

        `remember` keeps what chaffs answer on disk, for the next time, and judges the same answers once. `draw_all`
        draws the figures of cells, too, that are as they were given. `begun` is what `start_engine` has begun. Raises
        UserError where something is missing on this machine, GradingError where the sandbox cannot start.
        """
        torch.set_num_threads(1)
        self.assignment = assignment
        self.checks: tuple[Check, ...] = collect(assignment, device)
        self._modules = load_checks(assignment)  # once: looking whether a file has changed is not for every submission
        asked = tuple(check for check in self.checks if check.device is None)
        self._secret, self._seed = (seed.secret, seed.value) if isinstance(seed, Seed) else (False, seed)
        self._limits = limits or limits_of(assignment)
        self._draw_all = draw_all
        self._together = assignment.checked_together()
        self._source = assignment.read_source()
        self._data = assignment.data_files()
        hidden = hidden_from_students(assignment)
        # Before the other sandbox: a machine without the device is told so at once.
        self._device = Device.start(hidden, self._limits) if len(asked) < len(self.checks) else None
        try:
            self._sandbox = Sandbox(hidden, imports=imports(self._source), begun=begun)
        except BaseException:
            self._close_device()
            raise
        self.judged = Judged() if remember else None
        self.reference = Reference(self._sandbox, assignment, self._limits, self._seed, self.judged)
        memory = ChaffMemory(assignment, self._seed) if remember else None
        self.diagnoses = Diagnoses(assignment, asked, self.reference, memory)

    def grade(
        self,
        notebook: NotebookNode,
        *,
        files: Mapping[str, bytes] | None = None,
        only: Container[str] | None = None,
        within: float = math.inf,
        explained: bool = True,
    ) -> Graded:
        """Grade one notebook; `files` (relative path → content) lie beside it. Never raises for what a student did.

        With `only`, the report has these exercises, and the notebook runs no further than to the last of them. Without
        being `explained`, no known mistake is looked for in it. Raises Overdue, and nothing is known, where its
        processes had to be waited for longer than `within` seconds, and GradingError where points may have been lost to
        what befell the sandbox or the machine.
        """
        with self._sandbox.turn():
            kills = mishap.kills()
            graded = self._grade(notebook, files or {}, only, within, explained)
            if any(result.status not in (Status.PASSED, Status.MANUAL) for result in graded.report.exercises):
                self._sandbox.require_undisturbed(kills)
            return graded

    def _grade(
        self,
        notebook: NotebookNode,
        files: Mapping[str, bytes],
        only: Container[str] | None,
        within: float,
        explained: bool,
    ) -> Graded:
        started = time.perf_counter()
        asked = [exercise for exercise in self.assignment.exercises if only is None or exercise.id in only]
        names = {exercise.id for exercise in asked}
        wanted = {check.key for check in self.checks if check.exercise in names}
        with self._checked(notebook, files, wanted, within, whole=only is None) as found:
            trials, run = found
            if only is None:
                run.finish()
            if run.overdue:
                raise Overdue(asleep=run.slept > run.waited / 2)
            exercises = tuple(self._exercise(exercise, trials, run, explained) for exercise in asked)
        seconds = round(time.perf_counter() - started, 3)
        shown = None if self._secret else self._seed
        report = Report(self.assignment.name, exercises, self._sandbox.tier, shown, self._versions(), seconds)
        return Graded(report, self._outputs(notebook, run), run.waited)

    def on_device(self, exercise: str, notebook: NotebookNode) -> tuple[CheckResult, ...]:
        """Run on a notebook those checks of one exercise that need a device, and nothing else."""
        wanted = [check for check in self.checks if check.device is not None and check.exercise == exercise]
        with self._sandbox.turn(), self._checked(notebook, {}, {check.key for check in wanted}) as (trials, _):
            return tuple(self._result(check, trials.get(exercise, {})) for check in wanted)

    @contextlib.contextmanager
    def _checked(
        self,
        notebook: NotebookNode,
        files: Mapping[str, bytes],
        wanted: Container[tuple[str, str]],
        within: float = math.inf,
        *,
        whole: bool = False,
    ) -> Iterator[tuple[Trials, NotebookRun]]:
        """Run the wanted checks on a notebook; its processes live as long as the block."""
        layout = plan(self.assignment, self._source, notebook)
        seed, beside = notebook_seed(self._seed), laid_over(files, self._data)
        run = NotebookRun(self._sandbox, layout, self._limits, seed, beside, self._draw_all, within, self.reference)
        device_run = self._device.run(layout, self._limits, seed, beside) if self._device is not None else None
        checking, chosen = Checking(run, self.reference), [check for check in self.checks if check.key in wanted]
        try:
            if all(check.is_plain and check.device is None for check in chosen):
                checking.run_all(chosen, together=whole and self._together)
            else:
                plugin = GradingPlugin(self._modules, checking, self._seed, wanted, device_run)
                pytest.main(pytest_arguments(self.assignment), plugins=[plugin])
            checking.leave()
            if device_run is not None:
                device_run.close()
            yield checking.trials, run
        finally:
            checking.leave()
            run.close()
            if device_run is not None:
                device_run.close()

    def close(self) -> None:
        self.reference.close()
        try:
            self._sandbox.close()
        finally:
            self._close_device()

    def _close_device(self) -> None:
        if self._device is not None:
            self._device.close()

    def _versions(self) -> dict[str, str]:
        gpu = {} if self._device is None else {"cuda": str(torch.version.cuda), "gpu": self._device.name}
        return _versions() | gpu

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _exercise(self, exercise: Exercise, found: Trials, run: NotebookRun, explained: bool) -> ExerciseResult:
        if exercise.manual:
            return ExerciseResult(exercise.id, None, exercise.points, Status.MANUAL, ())
        trials = found.get(exercise.id, {})
        if explained:
            with contextlib.suppress(GradingError):  # a score does without its explanation
                trials = self.diagnoses.explain(exercise.id, trials)
        trials = established(trials)
        own = [check for check in self.checks if check.exercise == exercise.id]
        results = counted(own, [self._result(check, trials) for check in own])
        score, status = exercise_score(exercise.points, results)
        if status is Status.PASSED:
            return ExerciseResult(exercise.id, score, exercise.points, status, results)
        message = self._message(exercise, run)
        if message is not None:
            results = tuple(_blamed(result, message) for result in results)
        return ExerciseResult(exercise.id, score, exercise.points, status, results, message)

    @staticmethod
    def _result(check: Check, trials: Mapping[str, Trial]) -> CheckResult:
        if check.id in trials:
            return trials[check.id].result
        return CheckResult(check.id, check.title, Status.ERROR, check.weight, "the grader did not run this check")

    @staticmethod
    def _message(exercise: Exercise, run: NotebookRun) -> str | None:
        step = run.plan.answers[exercise.id]
        if step is None:
            return f'The answer cell "{exercise.answer_id}" is missing from the notebook.'
        if step in run.errors and run.errors[step]["type"] == "NotImplementedError" and is_stub(run.errors[step]):
            return UNANSWERED
        return run.problem(step)

    def _outputs(self, notebook: NotebookNode, run: NotebookRun) -> tuple[list[dict[str, Any]], ...]:
        of_cell: dict[int, list[dict[str, Any]]] = {}
        grade_cells = {exercise.check_id for exercise in self.assignment.exercises}
        for number, step in enumerate(run.plan.steps):
            if step.index is not None and step.name not in grade_cells:
                of_cell[step.index] = run.outputs.get(number, [])
        return tuple(of_cell.get(index, []) for index in range(len(notebook.cells)))


def _blamed(result: CheckResult, message: str) -> CheckResult:
    """Where the answer cell itself failed, a check that misses its names has nothing to say of its own."""
    if result.status is not Status.FAILED or MISSING not in (result.message or ""):
        return result
    return replace(result, message=None if message != UNANSWERED else message)


def _versions() -> dict[str, str]:
    return {
        "autograder": autograder.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "torch": str(torch.__version__),
    }
