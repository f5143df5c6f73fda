"""Grade every right answer, every known mistake and the demo's class through otter and through this grader.

Exit code 1 where an exercise's points differ by more than 1e-9, or a check passed with one and failed with the other.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from autograder import course
from autograder.course import Assignment
from autograder.errors import GradingError, UserError
from autograder.lms.otter.target import build_otter
from bench.submissions import filled_in
from parity.graders import Otter, Ours, Scores
from parity.submissions import Packed, demo_class, packed, sampled

ALLOWED = 1e-9


@dataclass
class Compared:
    """One assignment through both graders."""

    assignment: str
    submissions: int = 0
    variants: int = 0
    scores: int = 0
    checks: int = 0
    largest: float = 0.0
    seconds_ours: float = 0.0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems and self.largest <= ALLOWED

    def add(self, submission: Packed, ours: Scores, otters: Scores) -> None:
        self.submissions += 1
        self.variants += len(submission.variants)
        for exercise in ours.keys() | otters.keys():
            mine, other = ours.get(exercise), otters.get(exercise)
            where = f"{self.assignment} {submission.name} {exercise}"
            if name := submission.variants.get(exercise):
                where += f" ({name})"
            if mine is None or other is None or mine.score is None or other.score is None:
                self.problems.append(f"{where}: no score: ours {mine}, otter {other}")
                continue
            self.scores += 1
            self.checks += len(mine.passed)
            difference = abs(mine.score - other.score)
            self.largest = max(self.largest, difference)
            if difference > ALLOWED or mine.passed != other.passed:
                marks = ["".join("·x"[not passed] for passed in found.passed) for found in (mine, other)]
                self.problems.append(f"{where}: ours {mine.score:g} {marks[0]}, otter {other.score:g} {marks[1]}")

    def to_dict(self) -> dict[str, Any]:
        return {**vars(self), "ok": self.ok}


def compare(assignment: Assignment, submissions: list[Packed], jobs: int, console: Console) -> Compared:
    """Grade an assignment's submissions with both, `jobs` of them at a time through otter."""
    started = time.monotonic()
    result = Compared(assignment.name)
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        student, archive = build_otter(assignment, Path(folder))
        release = assignment.read_release()
        otter_release = nbformat.read(student / f"{assignment.topic}.ipynb", as_version=4)
        otter = Otter(archive, assignment.topic, jobs)
        try:
            waiting = [otter.grade(filled_in(otter_release, assignment, one.answers)) for one in submissions]
            mine: dict[str, Scores] = {}
            ours = Ours(assignment)
            try:
                with _bar(console) as bar:
                    task = bar.add_task(f"{assignment.name}, ours", total=len(submissions))
                    for one in submissions:
                        mine[one.name] = ours.grade(filled_in(release, assignment, one.answers))
                        bar.advance(task)
                    result.seconds_ours = time.monotonic() - started
                    task = bar.add_task(f"{assignment.name}, otter", total=len(submissions))
                    for one, future in zip(submissions, waiting, strict=True):
                        try:
                            result.add(one, mine[one.name], future.result())
                        except Exception as error:  # whatever otter raises, or the end of its process
                            reason = f"{type(error).__name__}: {error}".strip().splitlines()[-1]
                            result.problems.append(f"{assignment.name} {one.name}: {reason}")
                        bar.advance(task)
            finally:
                ours.close()
        finally:
            otter.close()
    result.seconds = time.monotonic() - started
    return result


def table(results: list[Compared]) -> Table:
    columns = ("assignment", "submissions", "wheats and chaffs", "scores", "checks", "largest difference", "seconds")
    found = Table(*columns)
    for result in results:
        found.add_row(
            result.assignment,
            str(result.submissions),
            str(result.variants),
            str(result.scores),
            str(result.checks),
            f"{result.largest:.1e}" if result.largest else "0",
            f"{result.seconds:.0f}",
        )
    return found


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console)


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m parity", description=__doc__)
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="as 01_tensors; default: all")
    parser.add_argument("--sample", type=int, metavar="N", help="reference, release and N other notebooks of each")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="notebooks at a time through otter")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write what was found as JSON")
    chosen = parser.parse_args(arguments)
    if chosen.jobs < 1 or (chosen.sample is not None and chosen.sample < 0):
        parser.error("--jobs must be at least 1 and --sample at least 0")
    return chosen


def main(arguments: list[str] | None = None) -> int:
    chosen = _arguments(arguments)
    try:
        root = course.find_root()
        known = course.names(root)
        assignments = [course.load(root, name) for name in chosen.assignments or known]
        console = Console(stderr=True)
        results = []
        for assignment in assignments:
            submissions = [*packed(assignment), *demo_class(assignment, known[0])]
            results.append(compare(assignment, sampled(submissions, chosen.sample), chosen.jobs, console))
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except GradingError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for result in results:
        for problem in result.problems:
            print(problem)
    Console(width=None if sys.stdout.isatty() else 120).print(table(results))
    if chosen.json:
        text = json.dumps({"schema": 1, "assignments": [result.to_dict() for result in results]}, indent=2)
        chosen.json.write_text(text + "\n", encoding="utf-8")
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
