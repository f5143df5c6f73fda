"""Who tests the tests? For every exercise: the reference and all wheats must score full marks, the untouched release
zero, and every chaff must lose points through a check whose feedback names that chaff's mistake."""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from nbformat import NotebookNode
from rich.console import Group
from rich.table import Table
from rich.text import Text

from autograder.course import Assignment, Exercise, grade_id
from autograder.course.lint.unfinished import nothing_is_left_to_fill
from autograder.engine.company import counted
from autograder.engine.diagnose import Diagnoses, Variant, variants
from autograder.engine.engine import Engine
from autograder.engine.judged import Trial
from autograder.engine.report import CheckResult, ExerciseResult, Status, exercise_score
from autograder.validity.dealt_out import Lot, dealt_out

_FEWEST_WHEATS = 2


@dataclass(frozen=True, slots=True)
class VariantResult:
    """How one wheat or chaff fared; `caught_by` are the checks that failed, `named` whether one of them named it.

    `score` is None where a check could not be run, or, for a chaff, where not all had to be.
    """

    name: str
    score: float | None
    ok: bool
    caught_by: tuple[str, ...] = ()
    named: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ExerciseVerdict:
    id: str
    points: float
    checks: int
    reference: float | None
    stub: float | None
    wheats: tuple[VariantResult, ...]
    chaffs: tuple[VariantResult, ...]
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        def described(result: VariantResult) -> dict[str, Any]:
            return {"name": result.name, "score": result.score, "ok": result.ok, "caught_by": list(result.caught_by),
                    "named": result.named, "note": result.note}  # fmt: skip

        return {
            "id": self.id, "points": self.points, "checks": self.checks, "ok": self.ok,
            "reference": self.reference, "stub": self.stub,
            "wheats": [described(wheat) for wheat in self.wheats],
            "chaffs": [described(chaff) for chaff in self.chaffs],
            "problems": list(self.problems),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class VerifyResult:
    assignment: str
    seed: int
    exercises: tuple[ExerciseVerdict, ...] = field(default=())

    @property
    def ok(self) -> bool:
        return bool(self.exercises) and all(exercise.ok for exercise in self.exercises)

    def to_dict(self) -> dict[str, Any]:
        exercises = [exercise.to_dict() for exercise in self.exercises]
        return {"assignment": self.assignment, "seed": self.seed, "ok": self.ok, "exercises": exercises}

    def table(self) -> Group:
        """One row an exercise, and below them every shortcoming in a sentence."""
        table = Table(title=f"{self.assignment} (seed {self.seed})", title_justify="left")
        table.add_column("exercise", no_wrap=True)
        for column in ("points", "checks", "ref.", "stub", "wheats", "caught", "named"):
            table.add_column(column, justify="right")
        for row in self.exercises:
            counts = [
                f"{sum(wheat.ok for wheat in row.wheats)}/{len(row.wheats)}",
                f"{sum(bool(chaff.caught_by) for chaff in row.chaffs)}/{len(row.chaffs)}",
                f"{sum(chaff.named for chaff in row.chaffs)}/{len(row.chaffs)}",
            ]
            scores = [_number(row.points), str(row.checks), _number(row.reference), _number(row.stub)]
            table.add_row(row.id, *scores, *counts, style=None if row.ok else "red")
        problems = [f"{row.id}: {problem}" for row in self.exercises for problem in row.problems]
        last = (
            Text("\n".join(problems), style="red")
            if problems
            else Text("references and wheats full, stubs zero, every chaff caught and named", style="green")
        )
        return Group(table, last)


def verify(
    assignment: Assignment,
    *,
    seed: int = 0,
    jobs: int = 1,
    device: str | None = None,
    exercises: Collection[str] | None = None,
    scores: bool = False,
) -> VerifyResult:
    """Measure an assignment's checks, or those of some `exercises`, in `jobs` processes; else as `verify_all`."""
    (result,) = verify_all([Chosen(assignment, exercises, device)], seed=seed, jobs=jobs, scores=scores)
    return result


@dataclass(frozen=True, slots=True)
class Chosen:
    """An assignment, those of its exercises that are looked at (None: all), and the device whose checks count too."""

    assignment: Assignment
    exercises: Collection[str] | None = None
    device: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """Raises UserError for an exercise that has no checks."""
        return tuple(exercise.id for exercise in self.assignment.checked_exercises(self.exercises))


def verify_all(
    chosen: Iterable[Chosen], *, seed: int = 0, jobs: int = 1, scores: bool = False
) -> Iterator[VerifyResult]:
    """Measure the checks of several assignments, in `jobs` processes, and yield what came of each in turn.

    Raises UserError and GradingError as `Engine` does, and UserError for an exercise that has no checks.

    The checks that a `device` adds must pass on the reference and on all wheats, and fail on the untouched release. The
    chaffs are caught without them: a mistake is named by the checks that every machine can run.

    A chaff that the checks with a diagnosis catch and name is not tried by the others, which train networks for their
    accuracy, unless `scores` are asked for: what each chaff scores.
    """
    chosen = list(chosen)
    lots = [Lot((_WHOLE, *_longest_first(one)), partial(_verifying, one, seed, scores)) for one in chosen]
    for one, found in zip(chosen, dealt_out(lots, jobs), strict=True):
        reports = found.pop(_WHOLE)
        assert isinstance(reports, _Reports)
        verdicts = []
        for name in one.wanted:
            answers = found[name]
            assert isinstance(answers, _Answers)
            verdicts.append(_verdict(one.assignment, name, reports, answers))
        yield VerifyResult(one.assignment.name, seed, tuple(verdicts))


_WHOLE = ""  # no exercise's name: what the reference and the release score


@dataclass(frozen=True, slots=True)
class _Reports:
    """Of the exercises that are looked at, by name."""

    reference: dict[str, ExerciseResult]
    stub: dict[str, ExerciseResult]


@dataclass(frozen=True, slots=True)
class _Answers:
    """How an exercise's known answers fared, and what goes wrong with the right ones on the device."""

    wheats: tuple[VariantResult, ...]
    chaffs: tuple[VariantResult, ...]
    on_device: tuple[str, ...]


def _longest_first(chosen: Chosen) -> list[str]:
    def known(name: str) -> int:
        return sum(len(variants(chosen.assignment, name, kind)) for kind in ("wheats", "chaffs"))

    return sorted(chosen.wanted, key=known, reverse=True)


@contextlib.contextmanager
def _verifying(chosen: Chosen, seed: int, scores: bool) -> Iterator[Callable[[str], _Reports | _Answers]]:
    with Engine(chosen.assignment, seed=seed, remember=False, device=chosen.device) as engine:

        def work(name: str) -> _Reports | _Answers:
            return _reports(engine, chosen.wanted) if name == _WHOLE else _answers(engine, name, scores)

        yield work


def _reports(engine: Engine, wanted: Collection[str]) -> _Reports:
    def by_name(notebook: NotebookNode) -> dict[str, ExerciseResult]:
        # Not explained: what all chaffs answer is found out where they are tried, in other processes.
        return {one.id: one for one in engine.grade(notebook, only=wanted, explained=False).report.exercises}

    return _Reports(by_name(engine.assignment.read_source()), by_name(engine.assignment.read_release()))


def _answers(engine: Engine, name: str, scores: bool) -> _Answers:
    exercise = next(exercise for exercise in engine.assignment.exercises if exercise.id == name)
    diagnoses = engine.diagnoses
    wheats = tuple(_wheat(exercise, wheat, diagnoses) for wheat in variants(engine.assignment, name, "wheats"))
    chaffs = tuple(_chaff(exercise, chaff, diagnoses, scores) for chaff in variants(engine.assignment, name, "chaffs"))
    has_device_checks = any(check.exercise == name and check.device for check in engine.checks)
    return _Answers(wheats, chaffs, tuple(_on_device(engine, exercise)) if has_device_checks else ())


def _verdict(assignment: Assignment, name: str, reports: _Reports, answers: _Answers) -> ExerciseVerdict:
    reference, stub = reports.reference[name], reports.stub[name]
    points = reference.points
    unfinished = [str(problem) for problem in nothing_is_left_to_fill(assignment, name)]
    problems = []
    at_fault = [f"{check.id}: {check.message}" for check in reference.checks if check.status is Status.ERROR]
    if reference.score != points:
        problems.append(
            f"the reference scores {_number(reference.score)} of {_number(points)}: {_said(reference.checks)}"
        )
    if stub.score != 0:
        passed = ", ".join(check.id for check in stub.checks if check.status is not Status.FAILED)
        problems.append(f"the untouched release scores {_number(stub.score)} instead of 0: {passed}")
    if len(answers.wheats) < _FEWEST_WHEATS:
        problems.append(f"{len(answers.wheats)} wheats: write at least {_FEWEST_WHEATS}")
    if not answers.chaffs:
        problems.append("no chaff: write down at least one plausible mistake")
    problems += [f"{one.name}: {one.note}" for one in [*answers.wheats, *answers.chaffs] if not one.ok]
    problems += answers.on_device
    return ExerciseVerdict(
        name, points, len(reference.checks), reference.score, stub.score,
        answers.wheats, answers.chaffs, tuple(unfinished or at_fault or problems),  # what comes first explains the rest
    )  # fmt: skip


def _wheat(exercise: Exercise, wheat: Variant, diagnoses: Diagnoses) -> VariantResult:
    trials = diagnoses.trials(wheat)
    score, status = _score(exercise, trials, diagnoses)
    failed = _failed(trials)
    if status is Status.PASSED:
        return VariantResult(wheat.name, score, True)
    fate = "cannot be graded" if status is Status.ERROR else "loses points"
    why = _said(trial.result for trial in trials.values())
    return VariantResult(wheat.name, score, False, failed, note=f"a correct answer {fate}: {why}")


def _on_device(engine: Engine, exercise: Exercise) -> Iterator[str]:
    """What goes wrong with right answers in the checks that need a device: each runs in the answer's place."""
    for wheat in variants(engine.assignment, exercise.id, "wheats"):
        notebook = engine.assignment.read_source()
        answer = next(cell for cell in notebook.cells if grade_id(cell) == exercise.answer_id)
        answer.source = wheat.source
        for result in engine.on_device(exercise.id, notebook):
            if result.status is not Status.PASSED:
                yield f"{wheat.name}: a correct answer loses points on the device: {result.id} says: {result.message}"


def _chaff(exercise: Exercise, chaff: Variant, diagnoses: Diagnoses, scores: bool) -> VariantResult:
    if not scores:
        trials = diagnoses.trials(chaff, diagnosed_only=True)
        told = _told(chaff, diagnoses, trials)
        if chaff.hint in told and all(trial.result.status is not Status.ERROR for trial in trials.values()):
            return VariantResult(chaff.name, None, True, _failed(trials), named=True)
    trials = diagnoses.trials(chaff)
    score, status = _score(exercise, trials, diagnoses)
    failed = _failed(trials)
    if status is Status.ERROR:
        why = "; ".join(str(trial.result.message) for trial in trials.values() if trial.result.status is Status.ERROR)
        return VariantResult(chaff.name, score, False, failed, note=f"a wrong answer makes a check fail to run: {why}")
    if not failed:
        return VariantResult(chaff.name, score, False, note="a wrong answer scores full marks")
    told = _told(chaff, diagnoses, trials)
    hinted = {check.id for check in diagnoses.checks if not check.diagnose}  # their own hint names the mistake
    if chaff.hint in told or hinted & set(failed):
        return VariantResult(chaff.name, score, True, failed, named=True)
    others = sorted({str(hint) for hint in told if hint})
    note = f"caught, but its hint is never shown; the feedback says instead: {others or 'nothing'}"
    return VariantResult(chaff.name, score, False, failed, note=note)


def _told(chaff: Variant, diagnoses: Diagnoses, trials: dict[str, Trial]) -> list[str | None]:
    return [trial.result.diagnosis for trial in diagnoses.explain(chaff.exercise, trials).values()]


def _score(exercise: Exercise, trials: dict[str, Trial], diagnoses: Diagnoses) -> tuple[float | None, Status]:
    """As a submission is scored."""
    checks = [check for check in diagnoses.checks if check.exercise == exercise.id]
    return exercise_score(exercise.points, counted(checks, [trial.result for trial in trials.values()]))


def _said(results: Iterable[CheckResult]) -> str:
    """What each check that did not pass says about an answer."""
    failed = [each for each in results if each.status is not Status.PASSED]
    return "; ".join(f"{each.id} says: {each.message}" if each.message else f"{each.id} fails" for each in failed)


def _failed(trials: dict[str, Trial]) -> tuple[str, ...]:
    return tuple(name for name, trial in trials.items() if trial.result.status is Status.FAILED)


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:g}"
