"""Grades a folder of submissions as `autograder grade` does: `python -m bench.our_class ASSIGNMENT FOLDER JOBS`.

The gradebook, the reports and the autograded notebooks are written into FOLDER; no feedback pages, which the others do
not write either. FOLDER/graded.json is for the benchmark: scores, seconds, and with one job seconds of training, by
student.
"""

import json
import sys
from pathlib import Path

from autograder import course
from autograder.classroom.executor import engine_for
from autograder.classroom.grade import grade
from autograder.lms.nbgrader.opening import open_books
from bench.training import MakeTimedEngine, read

REPOSITORY = Path(__file__).resolve().parent.parent


def main(name: str, folder: Path, jobs: int) -> None:
    training = folder / "training.txt"
    make = MakeTimedEngine(training) if jobs == 1 else engine_for  # several would write out of turn
    assignment = course.load(REPOSITORY, name)
    summary = grade(assignment, folder, open_books, jobs=jobs, feedback=False, progress=False, make_grader=make)
    if not summary.ok:
        raise SystemExit(f"not every submission could be graded: {json.dumps(summary.to_dict(), indent=1)}")
    seconds = {entry.student: entry.seconds for entry in summary.entries}
    trained = dict(zip(seconds, read(training), strict=True)) if jobs == 1 else None
    graded = {"scores": summary.to_dict()["scores"], "seconds": seconds, "training": trained}
    (folder / "graded.json").write_text(json.dumps(graded))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
