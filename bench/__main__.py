"""Times every grader on one class: `make bench`, or `python -m bench --help`."""

import argparse
import importlib
import json
import sys
import tempfile
import time
from pathlib import Path

from autograder import course
from autograder.errors import UserError
from bench.contenders import REPOSITORY, BenchmarkError, Class, Contender, Floor, OtterRun, Ours, StockNbgrader
from bench.submissions import KINDS, in_cell_tests, made_up_class
from bench.table import Measurement, machine_facts, markdown

CONTENDERS: dict[str, Contender] = {
    "nbgrader": StockNbgrader(),
    "otter": OtterRun(),
    "ours1": Ours(jobs=1),
    "ours2": Ours(jobs=2),
    "floor": Floor(),
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="how often each grader grades the class (default: 3)")
    parser.add_argument("--students", type=int, default=24, help="size of the class, 6 or more (default: 24)")
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, default=list(CONTENDERS), help="these graders alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured to FILE")
    chosen = parser.parse_args()
    if chosen.repeat < 1:
        parser.error("--repeat must be at least 1")
    if chosen.students < KINDS:
        parser.error(f"--students must be at least {KINDS}")
    return chosen


def the_class(name: str, students: int) -> Class:
    assignment = course.load(REPOSITORY, name)
    tests = in_cell_tests(assignment, importlib.import_module(f"bench.in_cell.{assignment.topic}"))
    return Class(assignment, tests, dict(made_up_class(assignment, students)))


def require_equal_work(title: str, scores: dict[str, float] | None, klass: Class) -> None:
    """A time counts only if the grader told right from wrong: full marks for the reference, none for the stub."""
    if scores is None:
        return
    full = sum(test.points for test in klass.tests)
    wanted = {"reference": full, "wheats-1": full, "wheats-2": full, "release": 0.0}
    for student, score in wanted.items():
        if abs(scores[student] - score) > 1e-6:
            raise BenchmarkError(f"{title} gave {student} {scores[student]:g} points, not {score:g}: {scores}")
    for student in ("half-wrong-1", "half-wrong-2"):
        if not 0 < scores[student] < full:
            raise BenchmarkError(f"{title} gave {student} {scores[student]:g} points of {full:g}: {scores}")


def measure_once(contender: Contender, klass: Class) -> tuple[float, dict[str, float] | None]:
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        contender.prepare(klass, folder)
        started = time.perf_counter()
        own_time = contender.grade(klass, folder)
        seconds = time.perf_counter() - started if own_time is None else own_time
        scores = contender.scores(klass, folder)
    require_equal_work(contender.title, scores, klass)
    return seconds, scores


def main() -> None:
    chosen = arguments()
    facts = machine_facts()
    klass = the_class("01_tensors", chosen.students)
    seconds: dict[str, list[float]] = {key: [] for key in chosen.only}
    scores: dict[str, dict[str, float] | None] = {}
    for repeat in range(chosen.repeat):  # every grader in every round, so that a slow minute hits all of them
        for key in chosen.only:
            taken, scores[key] = measure_once(CONTENDERS[key], klass)
            seconds[key].append(taken)
            title = CONTENDERS[key].title
            print(f"round {repeat + 1} of {chosen.repeat}: {title}: {taken:.1f} s", file=sys.stderr, flush=True)

    measurements = [
        Measurement(CONTENDERS[key].title, len(klass.answers), tuple(seconds[key]), scores[key]) for key in chosen.only
    ]
    print(markdown(measurements, sum(test.points for test in klass.tests), facts))
    if chosen.json:
        data = {"schema": 1, "machine": facts, "measurements": [m.to_dict() for m in measurements]}
        chosen.json.write_text(json.dumps(data, indent=2) + "\n")


if __name__ == "__main__":
    try:
        main()
    except (BenchmarkError, UserError) as error:
        sys.exit(f"error: {error}")
