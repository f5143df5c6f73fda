"""What a class's reports say together: shares, pass rates and the mistakes that many made.

Students whom a fault of ours left without a score are counted apart, never as a zero.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from autograder.engine.report import UNANSWERED, CheckResult, ExerciseResult, Report, Status

Class = Mapping[str, Report]  # reports by student, sorted by name


@dataclass(frozen=True, slots=True)
class Scores:
    """Automatic scores in percent of the automatic points, of the students who have one."""

    percents: tuple[float, ...]

    @property
    def mean(self) -> float | None:
        return mean(self.percents) if self.percents else None

    @property
    def median(self) -> float | None:
        return median(self.percents) if self.percents else None

    @property
    def full(self) -> int:
        """How many reached every automatic point."""
        return sum(percent >= 100 for percent in self.percents)

    def histogram(self, bins: int = 10) -> list[int]:
        """How many scores lie in each of `bins` equal parts of 0 to 100; a full score belongs to the last."""
        counts = [0] * bins
        for percent in self.percents:
            counts[min(int(percent * bins / 100), bins - 1)] += 1
        return counts


@dataclass(frozen=True, slots=True)
class Shares:
    """How many students got all, some or none of an exercise's points, and how many could not be graded."""

    id: str
    points: float
    full: int
    partial: int
    zero: int
    not_graded: int
    mean: float | None  # of the graded, in points


@dataclass(frozen=True, slots=True)
class CheckRate:
    """How many of those for whom a check ran passed it."""

    exercise: str
    title: str
    passed: int
    ran: int

    @property
    def percent(self) -> float:
        return 100 * self.passed / self.ran


@dataclass(frozen=True, slots=True)
class Finding:
    """Something said to several students: a diagnosis, a message, a remark about an exercise."""

    exercise: str
    text: str
    students: tuple[str, ...]
    title: str = ""  # of the check, where one check said it


@dataclass(frozen=True, slots=True)
class Recognition:
    """Of the students who lost points in an exercise, how many were told a mistake of theirs by name.

    `evidence` is what was said most often to the others, of whom it names those who were told it; None where there are
    no others.
    """

    exercise: str
    caught: int
    named: int
    evidence: Finding | None

    @property
    def unnamed(self) -> int:
        return self.caught - self.named


def scores(reports: Class) -> Scores:
    """The distribution of scores over the students whose every automatic exercise has one."""
    percents = []
    for report in reports.values():
        automatic = [result for result in report.exercises if result.status is not Status.MANUAL]
        possible = math.fsum(result.points for result in automatic)
        if report.status is not Status.ERROR and possible > 0:
            percents.append(min(100.0, round(100 * report.score / possible, 6)))
    return Scores(tuple(percents))


def shares(reports: Class, order: Sequence[str]) -> list[Shares]:
    """One entry for each automatic exercise in `order`, of those that the reports know."""
    results: dict[str, list[ExerciseResult]] = defaultdict(list)
    for report in reports.values():
        for result in report.exercises:
            if result.status is not Status.MANUAL:
                results[result.id].append(result)
    return [_shares(exercise, results[exercise]) for exercise in order if exercise in results]


def _shares(exercise: str, results: Sequence[ExerciseResult]) -> Shares:
    graded = [(result.score, result.points) for result in results if result.score is not None]
    full = sum(score >= points for score, points in graded)
    zero = sum(score <= 0 < points for score, points in graded)
    return Shares(
        id=exercise,
        points=results[0].points,
        full=full,
        partial=len(graded) - full - zero,
        zero=zero,
        not_graded=len(results) - len(graded),
        mean=mean(score for score, _ in graded) if graded else None,
    )


def check_rates(reports: Class) -> list[CheckRate]:
    """Pass rates of all checks that ran, lowest first."""
    passed: dict[tuple[str, str], list[bool]] = defaultdict(list)
    titles: dict[tuple[str, str], str] = {}
    for report in reports.values():
        for result in report.exercises:
            for check in result.checks:
                key = result.id, check.id
                titles[key] = check.title or check.id
                if check.status is not Status.ERROR:
                    passed[key].append(check.status is Status.PASSED)
    rates = [CheckRate(key[0], titles[key], sum(found), len(found)) for key, found in passed.items()]
    return sorted(rates, key=lambda rate: (rate.percent, rate.exercise, rate.title))


def diagnoses(reports: Class) -> list[Finding]:
    """The mistakes that checks recognised, most frequent first; a student counts once for each."""
    students: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for student, report in reports.items():
        for result in report.exercises:
            for check in result.checks:
                if check.diagnosis and check.status is Status.FAILED:
                    students[result.id, check.diagnosis, ""].add(student)
    return _findings(students)


def recognition(reports: Class) -> list[Recognition]:
    """By exercise, most unnamed first; answers that could not be looked at (stopped, left open) are not counted."""
    caught: dict[str, int] = defaultdict(int)
    named: dict[str, int] = defaultdict(int)
    said: dict[str, dict[tuple[str, str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for student, report in reports.items():
        for result in report.exercises:
            failed = [check for check in result.checks if check.status is Status.FAILED]
            left_open = result.message or any(check.message == UNANSWERED for check in failed)
            if not failed or left_open or result.status in (Status.ERROR, Status.MANUAL):
                continue
            caught[result.id] += 1
            if any(check.diagnosis for check in failed):
                named[result.id] += 1
                continue
            for check in failed:
                said[result.id][_evidence(result.id, check)].add(student)
    found = []
    for exercise, number in caught.items():
        most = _findings(said[exercise])
        found.append(Recognition(exercise, number, named[exercise], most[0] if most else None))
    return sorted(found, key=lambda one: (-one.unnamed, one.exercise))


def undiagnosed(reports: Class) -> list[Finding]:
    """Failures that no known mistake explains, by check and message: where the next diagnosis is worth writing."""
    students: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for student, report in reports.items():
        for result in report.exercises:
            for check in result.checks:
                said = check.message and check.message in (result.message, UNANSWERED)  # of the exercise, not the check
                if check.status is Status.FAILED and not check.diagnosis and not said:
                    students[_evidence(result.id, check)].add(student)
    return _findings(students)


def _evidence(exercise: str, check: CheckResult) -> tuple[str, str, str]:
    return exercise, _first_line(check.message or "(no message)"), check.title or check.id


def incidents(reports: Class) -> list[Finding]:
    """What befell whole exercises: cells that were stopped, crashed, raised or were left unanswered."""
    students: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for student, report in reports.items():
        for result in report.exercises:
            if result.status in (Status.ERROR, Status.MANUAL):
                continue
            left_open = any(check.message == UNANSWERED for check in result.checks)
            if message := result.message or (UNANSWERED if left_open else None):
                students[result.id, _first_line(message), ""].add(student)
    return _findings(students)


def _findings(students: Mapping[tuple[str, str, str], set[str]]) -> list[Finding]:
    found = [Finding(key[0], key[1], tuple(sorted(names)), key[2]) for key, names in students.items()]
    return sorted(found, key=lambda finding: (-len(finding.students), finding.exercise, finding.title, finding.text))


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:300]
