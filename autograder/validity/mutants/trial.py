"""One mutant graded: its exercise's checks, one after the other, until one of them fails."""

from __future__ import annotations

import contextlib
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

from autograder.boundary.jail import Limits
from autograder.course import Assignment
from autograder.engine.checks import Check
from autograder.engine.engine import Engine
from autograder.engine.limits import limits_of
from autograder.engine.report import Status
from autograder.validity.mutants.make import Mutant

_CHECK_SECONDS = 20.0  # a mutant that waits for ever should not wait for long


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant: the check that caught it, or an `error` of the checks' own, or neither: it survived."""

    caught_by: str | None = None
    error: str | None = None
    seconds: float = 0.0

    @property
    def killed(self) -> bool:
        return self.caught_by is not None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def engine_for(assignment: Assignment, seed: int) -> Engine:
    return Engine(assignment, seed=seed, limits=limits_for(assignment), remember=False)


def limits_for(assignment: Assignment) -> Limits:
    limits = limits_of(assignment)
    return replace(limits, check_seconds=min(limits.check_seconds, _CHECK_SECONDS))


def outcome(engine: Engine, mutant: Mutant) -> Outcome:
    """Grade one mutant as `verify` grades a chaff; raises GradingError where the reference cannot be held."""
    started = time.perf_counter()
    checks = [check for check in engine.checks if check.exercise == mutant.exercise and check.device is None]
    caught, error = _first_failure(engine, checks, mutant)
    return Outcome(caught, error, round(time.perf_counter() - started, 2))


def _first_failure(engine: Engine, checks: list[Check], mutant: Mutant) -> tuple[str | None, str | None]:
    with contextlib.closing(engine.reference.trials(checks, "mutant", mutant.source)) as trials:
        for check, trial in trials:
            if trial.result.status is Status.FAILED:
                return check.id, None
            if trial.result.status is not Status.PASSED:
                return None, f"{check.id}: {trial.result.message}"
    return None, None
