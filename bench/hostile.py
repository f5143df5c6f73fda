"""What hostile submissions cost a class: `python -m bench.hostile 01_tensors --students 40 --jobs 1`.

The made-up class is graded as it is, and again with one submission in twenty replaced by one that computes without end,
in every cell and in every function, or only sleeps. Printed: seconds until everybody else was done, and until all were.
"""

import argparse
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from autograder import course
from autograder.classroom.grade import grade
from autograder.course import Assignment
from autograder.lms.nbgrader.books import Books
from bench.contenders import REPOSITORY, submit, written
from bench.submissions import Answers, filled_in, made_up_class, reference_answers

# What a hostile submission has in place of each answer.
HOSTILE = {
    "computes": "while True:\n    pass",
    "called": "def {name}(*args, **kwargs):\n    while True:\n        pass",
    "sleeps": "import time\ntime.sleep(100_000)",
}


def hostile_answers(assignment: Assignment, kind: str) -> Answers:
    return {name: HOSTILE[kind].format(name=name) for name in reference_answers(assignment)}


def seconds(assignment: Assignment, answers: dict[str, Answers], jobs: int, hostile: Collection[str]) -> list[float]:
    """Seconds until all but the hostile were graded, and until everybody was."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        release = assignment.read_release()
        submit({who: filled_in(release, assignment, each) for who, each in answers.items()}, Path(place), assignment)
        started = time.time()
        grade(assignment, Path(place), Books, jobs=jobs, feedback=False, progress=False)
        done = {
            who: when - started for who, when in zip(answers, written(assignment, answers, Path(place)), strict=True)
        }
    return [max(when for who, when in done.items() if who not in hostile), max(done.values())]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("assignment", nargs="?", default="01_tensors")
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--hostile", type=int, help="how many are hostile (default: one in twenty)")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", choices=HOSTILE, default=["computes", "sleeps"])
    parser.add_argument("--first", action="store_true", help="the hostile are graded first, and not as they come")
    chosen = parser.parse_args()
    assignment = course.load(REPOSITORY, chosen.assignment)
    klass = dict(made_up_class(assignment, chosen.students))
    _, plain = seconds(assignment, klass, chosen.jobs, ())
    print(f"{chosen.students} submissions, {chosen.jobs} jobs, none hostile: {plain:.1f} s", flush=True)
    names = list(klass)
    count = chosen.students // 20 if chosen.hostile is None else chosen.hostile
    spread = [chosen.students * (2 * number + 1) // (2 * count) for number in range(count)]
    hostile = [names[number if chosen.first else place] for number, place in enumerate(spread)]
    for number, name in enumerate(hostile):
        klass[name] = hostile_answers(assignment, chosen.kinds[number % len(chosen.kinds)])
    others, everybody = seconds(assignment, klass, chosen.jobs, hostile)
    print(f"{len(hostile)} hostile: others {others:.1f} s ({others / plain:.2f}), all {everybody:.1f} s", end=" ")
    print(f"({everybody / plain:.2f})", flush=True)


if __name__ == "__main__":
    main()
