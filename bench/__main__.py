"""Times every grader on one class: `make bench`, or `python -m bench --help`."""

import argparse
import importlib
import importlib.util
import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from autograder import course
from autograder.errors import UserError
from bench.contenders import (
    REPOSITORY,
    BenchmarkError,
    Class,
    Contender,
    Floor,
    OtterRun,
    Ours,
    StockNbgrader,
    WarmKernel,
)
from bench.submissions import KINDS, in_cell_tests, kinds_of, made_up_class
from bench.table import Measurement, each_submission, machine_facts, markdown

CONTENDERS: dict[str, Contender] = {
    "nbgrader": StockNbgrader(),
    "otter": OtterRun(),
    "ours1": Ours(jobs=1),
    "ours2": Ours(jobs=2),
    "kernel": WarmKernel(),
    "floor": Floor(),
}
# They run asserts of bench/in_cell, which not every assignment has.
RIVALS = ("nbgrader", "otter")


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for the class once, and for a submission from the first on; scores, seconds and seconds of training by
    student. All but the first as far as known."""

    seconds: float
    going_on: float | None
    scores: dict[str, float] | None
    each: dict[str, float] | None
    training: dict[str, float] | None


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("assignment", nargs="?", default="01_tensors", help="default: 01_tensors")
    parser.add_argument("--repeat", type=int, default=3, help="how often each grader grades the class (default: 3)")
    parser.add_argument("--students", type=int, default=24, help="size of the class, 6 or more (default: 24)")
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, help="these graders alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured to FILE")
    chosen = parser.parse_args()
    if chosen.repeat < 1:
        parser.error("--repeat must be at least 1")
    if chosen.students < KINDS:
        parser.error(f"--students must be at least {KINDS}")
    topic = chosen.assignment.partition("_")[2]
    comparable = importlib.util.find_spec(f"bench.in_cell.{topic}") is not None
    able = [key for key in CONTENDERS if comparable or key not in RIVALS]
    if unable := sorted(set(chosen.only or ()) - set(able)):
        parser.error(f"{' and '.join(unable)} need asserts in bench/in_cell/{topic}.py, which is not there")
    chosen.only = chosen.only or able
    return chosen


def the_class(name: str, students: int, compared: bool) -> Class:
    """`compared`: with asserts for the graders that need some."""
    assignment = course.load(REPOSITORY, name)
    tests = in_cell_tests(assignment, importlib.import_module(f"bench.in_cell.{assignment.topic}")) if compared else []
    points = sum(exercise.points for exercise in assignment.exercises if not exercise.manual)
    return Class(assignment, points, tests, dict(made_up_class(assignment, students)))


def require_equal_work(title: str, scores: dict[str, float] | None, klass: Class) -> None:
    """A time counts only if the grader told right from wrong: full marks for the reference, none for the stub."""
    if scores is None:
        return
    full = klass.points
    wanted = {"reference": full, "wheats-1": full, "wheats-2": full, "release": 0.0}
    for student, score in wanted.items():
        if abs(scores[student] - score) > 1e-6:
            raise BenchmarkError(f"{title} gave {student} {scores[student]:g} points, not {score:g}: {scores}")
    for student in ("half-wrong-1", "half-wrong-2"):
        if not 0 < scores[student] < full:
            raise BenchmarkError(f"{title} gave {student} {scores[student]:g} points of {full:g}: {scores}")


def measure_once(contender: Contender, klass: Class) -> Round:
    """Grade the class once, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        contender.prepare(klass, folder)
        started = time.perf_counter()
        own_time = contender.grade(klass, folder)
        seconds = time.perf_counter() - started if own_time is None else own_time
        done = contender.finished(klass, folder)
        going_on = None if done is None else (max(done) - min(done)) / (len(done) - 1)
        scores, each, training = contender.scores(klass, folder), contender.each(folder), contender.training(folder)
    require_equal_work(contender.title, scores, klass)
    return Round(seconds, going_on, scores, each, training)


def medians(rounds: list[dict[str, float] | None]) -> dict[str, float] | None:
    """The median over the repeats for each student; None where nothing was measured."""
    measured = [taken for taken in rounds if taken is not None]
    return {name: statistics.median(taken[name] for taken in measured) for name in measured[0]} if measured else None


def main() -> None:
    chosen = arguments()
    facts = machine_facts()
    klass = the_class(chosen.assignment, chosen.students, any(key in RIVALS for key in chosen.only))
    rounds: dict[str, list[Round]] = {key: [] for key in chosen.only}
    for repeat in range(chosen.repeat):  # every grader in every round, so that a slow minute hits all of them
        for key in chosen.only:
            taken = measure_once(CONTENDERS[key], klass)
            rounds[key].append(taken)
            title = CONTENDERS[key].title
            print(f"round {repeat + 1} of {chosen.repeat}: {title}: {taken.seconds:.1f} s", file=sys.stderr, flush=True)

    measured = {
        key: Measurement(
            CONTENDERS[key].title,
            len(klass.answers),
            tuple(taken.seconds for taken in rounds[key]),
            rounds[key][-1].scores,
            medians([taken.each for taken in rounds[key]]),
            medians([taken.training for taken in rounds[key]]),
            tuple(taken.going_on for taken in rounds[key] if taken.going_on is not None),
        )
        for key in chosen.only
    }
    measurements = list(measured.values())
    print(markdown(measurements, klass.points, facts))
    if {"ours1", "kernel"} <= measured.keys():
        ours, cells = measured["ours1"].to_dict(), measured["kernel"].to_dict()
        print(f"\n{each_submission(ours, cells, kinds_of(klass.answers))}")
    if chosen.json:
        data = {
            "schema": 1,
            "assignment": chosen.assignment,
            "machine": facts,
            "measurements": [m.to_dict() for m in measurements],
        }
        chosen.json.write_text(json.dumps(data, indent=2) + "\n")


if __name__ == "__main__":
    try:
        main()
    except (BenchmarkError, UserError) as error:
        sys.exit(f"error: {error}")
