"""Recognising a wrong answer: where it gives, on the same inputs, what a known wrong answer gives, say what that is."""

import ast
import math
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder.boundary.process import Process
from autograder.course import Assignment
from autograder.engine.chaff_memory import Answer, Answers, ChaffMemory
from autograder.engine.checks import Check
from autograder.engine.reference import Reference, Trial
from autograder.engine.report import UNANSWERED, Status

# Two programs with the same mistake differ by rounding; two mistakes that differ by less than this are one mistake.
_RELATIVE, _ABSOLUTE = 1e-4, 1e-6


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
        process: Process | None = None
        for check in self.checks:
            if check.exercise != variant.exercise or check.id in found or (diagnosed_only and not check.diagnose):
                continue
            if process is None or not process.alive:
                process = self._reference.variant(variant.exercise, variant.name, variant.source)
            found[check.id] = self._reference.try_check(check, process)
        if process is not None:
            process.kill()
        return {check.id: found[check.id] for check in self.checks if check.id in found}

    def explain(self, exercise: str, trials: dict[str, Trial]) -> dict[str, Trial]:
        """Add to each failed check the hint of the chaff that answered alike, preferring one alike in more checks."""
        diagnosed = {check.id for check in self.checks if check.diagnose}
        failed = [n for n, trial in trials.items() if trial.result.status is Status.FAILED and n in diagnosed]
        if all(trials[name].result.message == UNANSWERED for name in failed):
            return trials
        alike: list[tuple[int, str, str]] = []
        matches: dict[str, set[str]] = {}
        for chaff in variants(self._assignment, exercise, "chaffs"):
            known = self.answers(exercise)[chaff.name]
            same = {
                name
                for name, trial in trials.items()
                if name in known
                and name in diagnosed
                and known[name].status is trial.result.status
                and is_same(known[name].transcript, trial.transcript)
            }
            # Two wrong functions that say True or 3 alike may have nothing else in common.
            if not any(_is_telling(trials[name]) for name in same & set(failed)) and same != diagnosed & set(trials):
                continue
            if same & set(failed):
                alike.append((-len(same), chaff.name, chaff.hint))
                matches[chaff.name] = same
        explained = dict(trials)
        for name in failed:
            hint = next((hint for _, chaff, hint in sorted(alike) if name in matches[chaff]), None)
            if hint:
                explained[name] = replace(trials[name], result=replace(trials[name].result, diagnosis=hint))
        return explained


def _answers(trials: dict[str, Trial]) -> dict[str, Answer]:
    return {name: Answer(trial.result.status, trial.transcript) for name, trial in trials.items()}


def _is_telling(trial: Trial) -> bool:
    """Whether an answer says more than a bit or a number: a tensor, a container, an exception."""
    kinds = (bool, int, float, complex, str, type(None))
    return any(kind != "value" or not isinstance(value, kinds) for kind, value in trial.transcript)


def is_same(left: Any, right: Any) -> bool:
    """Whether two answers, or lists of answers, are the same up to rounding."""
    if isinstance(left, torch.Tensor) and isinstance(right, torch.Tensor):
        if left.shape != right.shape or left.dtype != right.dtype or left.requires_grad != right.requires_grad:
            return False
        if left.is_floating_point() or left.is_complex():
            a, b = left.detach(), right.detach()
            return torch.allclose(a, b, rtol=_RELATIVE, atol=_ABSOLUTE, equal_nan=True)
        return torch.equal(left, right)
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        if left.shape != right.shape or left.dtype != right.dtype:
            return False
        exact = left.dtype.kind not in "fc"
        return np.array_equal(left, right) if exact else np.allclose(left, right, _RELATIVE, _ABSOLUTE, equal_nan=True)
    if type(left) is not type(right):
        return False
    if isinstance(left, float):
        both_nan = math.isnan(left) and math.isnan(right)
        return both_nan or math.isclose(left, right, rel_tol=_RELATIVE, abs_tol=_ABSOLUTE)
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(is_same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(is_same(a, b) for a, b in zip(left, right, strict=True))
    return bool(left == right)
