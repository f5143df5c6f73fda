"""Recognising a wrong answer: where it gives, on the same inputs, what a known wrong answer gives, say what that is."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from autograder.course import Assignment, Exercise, grade_id
from autograder.engine.chaff_memory import Answer, Answers, ChaffMemory
from autograder.engine.checks import Check
from autograder.engine.evidence import TELLING, is_same, same_value, strength
from autograder.engine.judged import Trial
from autograder.engine.reference import Reference
from autograder.engine.report import UNANSWERED, CheckResult, Status


@dataclass(frozen=True)
class Variant:
    """A wheat or a chaff: one file that replaces an exercise's answer cell."""

    exercise: str
    path: Path

    @property
    def name(self) -> str:
        return self.path.stem

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def hint(self) -> str:
        """The file's docstring, as one paragraph."""
        return " ".join((ast.get_docstring(ast.parse(self.source)) or "").split())


def variants(assignment: Assignment, exercise: str, kind: str) -> list[Variant]:
    """Return an exercise's `wheats` or `chaffs`, sorted by name."""
    return [Variant(exercise, path) for path in sorted((assignment.checks_dir / exercise / kind).glob("*.py"))]


def reference_answer(assignment: Assignment, exercise: Exercise) -> str:
    """The source of the reference's answer cell."""
    return next(str(cell.source) for cell in assignment.read_source().cells if grade_id(cell) == exercise.answer_id)


class Diagnoses:
    """What every chaff answers to every check, found out when first needed and kept."""

    def __init__(
        self, assignment: Assignment, checks: tuple[Check, ...], reference: Reference, memory: ChaffMemory | None
    ) -> None:
        """Without `memory` the answers are found out anew."""
        self.checks, self._assignment, self._reference, self._memory = checks, assignment, reference, memory
        self._known: dict[str, Answers] = {}
        self._tried: dict[Path, dict[str, Trial]] = {}

    def answers(self, exercise: str) -> Answers:
        """What the chaffs of an exercise answer."""
        if exercise not in self._known:
            known = self._memory.recall(exercise) if self._memory is not None else None
            if known is None:
                chaffs = variants(self._assignment, exercise, "chaffs")
                known = {chaff.name: _answers(self.trials(chaff, diagnosed_only=True)) for chaff in chaffs}
                if self._memory is not None:
                    self._memory.keep(exercise, known)
            self._known[exercise] = known
        return self._known[exercise]

    def trials(self, variant: Variant, *, diagnosed_only: bool = False) -> dict[str, Trial]:
        """Try the checks of the variant's exercise on it; each check gets the state the variant left.

        With `diagnosed_only`, those without a diagnosis are left out unless they have been tried before.
        """
        found = self._tried.setdefault(variant.path, {})
        wanted = (
            check
            for check in self.checks
            if check.exercise == variant.exercise and check.id not in found and (check.diagnose or not diagnosed_only)
        )
        for check, trial in self._reference.trials(wanted, variant.name, variant.source):
            found[check.id] = trial
        return {check.id: found[check.id] for check in self.checks if check.id in found}

    def source_trials(self, exercise: str, name: str, source: str) -> dict[str, Trial]:
        """Try the checks that are diagnosed on an answer that is no file; each gets the state the answer left."""
        wanted = [check for check in self.checks if check.exercise == exercise and check.diagnose]
        return {check.id: trial for check, trial in self._reference.trials(wanted, name, source)}

    def explain(self, exercise: str, trials: dict[str, Trial]) -> dict[str, Trial]:
        """Add to each failed check the hint of the known mistake that it shows, if there is exactly one.

        It takes the place of the check's own hint, which is about what goes wrong most often and may be something else.
        """
        diagnosed = {check.id for check in self.checks if check.diagnose}
        asked = {name: trial for name, trial in trials.items() if name in diagnosed and _says_something(trial.result)}
        failed = {name for name, trial in asked.items() if trial.result.status is Status.FAILED}
        if not failed:
            return trials
        known = self.answers(exercise)
        judged = {name: trial for name, trial in asked.items() if not trial.findings.unjudged}
        nowhere = all(trial.findings.only_raised for trial in judged.values())  # does it run to its end
        fits = [
            (chaff, shown)
            for chaff in variants(self._assignment, exercise, "chaffs")
            if (shown := _shown(known[chaff.name], judged, by_words=nowhere))
        ]
        if frozenset().union(*(shown for _, shown in fits)) != failed & judged.keys():
            # Something else went wrong, too: then a likeness must be more than a yes or no.
            fits = [
                (chaff, shown)
                for chaff, shown in fits
                if strength(known[chaff.name][name].findings for name in shown) >= TELLING
            ]
        explained = dict(trials)
        for name in failed:
            fitting = [(chaff, shown) for chaff, shown in fits if name in shown]
            if hint := self._only_hint(exercise, fitting, asked):
                explained[name] = replace(trials[name], result=replace(trials[name].result, diagnosis=hint, hint=None))
        return explained

    def _only_hint(
        self, exercise: str, fits: list[tuple[Variant, frozenset[str]]], trials: dict[str, Trial]
    ) -> str | None:
        """Of several known mistakes that fit, the one that explains all that the others do, and more.

        Two that were judged alike may have answered differently: then the one that answered as the submission did.
        """
        largest = [(chaff, shown) for chaff, shown in fits if all(shown >= other for _, other in fits)]
        if len({chaff.hint for chaff, _ in largest}) > 1:
            known = self.answers(exercise)
            judged_alike = [(chaff, shown) for chaff, shown in largest if _judged_alike(known[chaff.name], trials)]
            largest = judged_alike or largest
        if len({chaff.hint for chaff, _ in largest}) > 1:
            largest = [(chaff, shown) for chaff, shown in largest if _answered_alike(known[chaff.name], trials, shown)]
        hints = {chaff.hint for chaff, _ in largest}
        return hints.pop() if len(hints) == 1 else None


def established(trials: dict[str, Trial]) -> dict[str, Trial]:
    """Add to the failed checks that no known mistake explains what they have established about it themselves, once."""
    named, said = dict(trials), set()
    for name, trial in trials.items():
        mistake = trial.findings.mistake if trial.result.status is Status.FAILED else None
        if mistake is not None and trial.result.diagnosis is None and mistake.kind not in said:
            said.add(mistake.kind)
            named[name] = replace(trial, result=replace(trial.result, diagnosis=mistake.text))
    return named


def _judged_alike(known: dict[str, Answer], trials: dict[str, Trial]) -> bool:
    """Whether the same checks could be judged."""
    both = known.keys() & trials.keys()
    return all(known[name].findings.unjudged == trials[name].findings.unjudged for name in both)


def _answered_alike(known: dict[str, Answer], trials: dict[str, Trial], names: Iterable[str]) -> bool:
    return all(same_value(known[name].findings.answers, trials[name].findings.answers) for name in names)


def _answers(trials: dict[str, Trial]) -> dict[str, Answer]:
    return {name: Answer(trial.result.status, trial.findings) for name, trial in trials.items()}


def _says_something(result: CheckResult) -> bool:
    return result.status in (Status.PASSED, Status.FAILED) and result.message != UNANSWERED


def _shown(known: dict[str, Answer], judged: dict[str, Trial], *, by_words: bool) -> frozenset[str]:
    """The failed checks that a known mistake explains; none where it is contradicted.

    Whoever makes the mistake fails in every check in which the mistake alone fails, and in the same way; what fails
    beside them is another mistake's.
    """
    shown = set()
    for name, answer in known.items():
        if name not in judged or answer.status is not Status.FAILED or answer.findings.unjudged:
            continue
        mine = judged[name].findings
        if judged[name].result.status is not Status.FAILED or not is_same(answer.findings, mine, by_words=by_words):
            return frozenset()
        shown.add(name)
    return frozenset(shown)
